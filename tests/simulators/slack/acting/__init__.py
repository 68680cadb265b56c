"""What a person does at her client, and what Slack makes of the app's answer."""
