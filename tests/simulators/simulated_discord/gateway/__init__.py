"""The gateway: websockets, sessions that can be resumed, shards."""
