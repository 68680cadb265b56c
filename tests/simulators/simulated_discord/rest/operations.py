"""All operations, by their names, methods and paths in Discord's OpenAPI document."""

from tests.simulators.simulated_discord.rest import (
    about,
    channels,
    commands,
    guilds,
    messages,
    responding,
    threads,
    webhooks,
)
from tests.simulators.simulated_discord.rest.dispatch import Handler, Operation

APP = "/applications/{application_id}"
COMMANDS = f"{APP}/commands"
GUILD_COMMANDS = f"{APP}/guilds/{{guild_id}}/commands"
CHANNEL = "/channels/{channel_id}"
GUILD = "/guilds/{guild_id}"
EVENT = f"{GUILD}/scheduled-events/{{guild_scheduled_event_id}}"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"


def _token(name: str, method: str, path: str, handle: Handler, status: int = 200) -> Operation:
    return Operation(name, method, path, handle, status, with_token=True)


OPERATIONS = (
    Operation("get_my_user", "GET", "/users/@me", about.get_my_user),
    Operation("get_user", "GET", "/users/{user_id}", about.get_user),
    Operation("list_my_guilds", "GET", "/users/@me/guilds", about.list_my_guilds),
    Operation("leave_guild", "DELETE", "/users/@me/guilds/{guild_id}", guilds.leave_guild),
    Operation("create_dm", "POST", "/users/@me/channels", channels.create_dm),
    Operation("get_my_application", "GET", "/applications/@me", about.get_application),
    Operation("get_my_oauth2_application", "GET", "/oauth2/applications/@me", about.get_application),
    Operation("get_gateway", "GET", "/gateway", about.get_gateway),
    Operation("get_bot_gateway", "GET", "/gateway/bot", about.get_bot_gateway),
    Operation("list_application_commands", "GET", COMMANDS, commands.list_commands),
    Operation("bulk_set_application_commands", "PUT", COMMANDS, commands.set_commands),
    Operation("create_application_command", "POST", COMMANDS, commands.create_command, 201),
    Operation("get_application_command", "GET", COMMANDS + "/{command_id}", commands.get_command),
    Operation("update_application_command", "PATCH", COMMANDS + "/{command_id}", commands.update_command),
    Operation("delete_application_command", "DELETE", COMMANDS + "/{command_id}", commands.delete_command),
    Operation("list_guild_application_commands", "GET", GUILD_COMMANDS, commands.list_commands),
    Operation("bulk_set_guild_application_commands", "PUT", GUILD_COMMANDS, commands.set_commands),
    Operation("create_guild_application_command", "POST", GUILD_COMMANDS, commands.create_command, 201),
    Operation("get_guild_application_command", "GET", GUILD_COMMANDS + "/{command_id}", commands.get_command),
    Operation("update_guild_application_command", "PATCH", GUILD_COMMANDS + "/{command_id}", commands.update_command),
    Operation("delete_guild_application_command", "DELETE", GUILD_COMMANDS + "/{command_id}", commands.delete_command),
    Operation("get_channel", "GET", CHANNEL, channels.get_channel),
    Operation("update_channel", "PATCH", CHANNEL, channels.update_channel),
    Operation("delete_channel", "DELETE", CHANNEL, channels.delete_channel),
    Operation("list_messages", "GET", CHANNEL + "/messages", messages.list_messages),
    Operation("create_message", "POST", CHANNEL + "/messages", messages.create_message),
    Operation("get_message", "GET", CHANNEL + "/messages/{message_id}", messages.get_message),
    Operation("update_message", "PATCH", CHANNEL + "/messages/{message_id}", messages.update_message),
    Operation("delete_message", "DELETE", CHANNEL + "/messages/{message_id}", messages.delete_message),
    Operation("create_thread", "POST", CHANNEL + "/threads", threads.create_thread, 201),
    Operation("list_thread_members", "GET", CHANNEL + "/thread-members", threads.list_thread_members),
    Operation("join_thread", "PUT", CHANNEL + "/thread-members/@me", threads.join_thread),
    Operation("leave_thread", "DELETE", CHANNEL + "/thread-members/@me", threads.leave_thread),
    Operation("get_thread_member", "GET", CHANNEL + "/thread-members/{user_id}", threads.get_thread_member),
    Operation("add_thread_member", "PUT", CHANNEL + "/thread-members/{user_id}", threads.add_thread_member),
    Operation("delete_thread_member", "DELETE", CHANNEL + "/thread-members/{user_id}", threads.delete_thread_member),
    Operation(
        "list_private_archived_threads",
        "GET",
        CHANNEL + "/threads/archived/private",
        threads.list_private_archived_threads,
    ),
    Operation("get_guild", "GET", GUILD, guilds.get_guild),
    Operation("get_active_guild_threads", "GET", GUILD + "/threads/active", threads.get_active_guild_threads),
    Operation("list_guild_channels", "GET", GUILD + "/channels", guilds.list_guild_channels),
    Operation("list_guild_roles", "GET", GUILD + "/roles", guilds.list_guild_roles),
    Operation("list_guild_members", "GET", GUILD + "/members", guilds.list_guild_members),
    Operation("get_guild_member", "GET", GUILD + "/members/{user_id}", guilds.get_guild_member),
    Operation("list_guild_scheduled_events", "GET", GUILD + "/scheduled-events", guilds.list_guild_scheduled_events),
    Operation("create_guild_scheduled_event", "POST", GUILD + "/scheduled-events", guilds.create_guild_scheduled_event),
    Operation("get_guild_scheduled_event", "GET", EVENT, guilds.get_guild_scheduled_event),
    Operation("update_guild_scheduled_event", "PATCH", EVENT, guilds.update_guild_scheduled_event),
    Operation("delete_guild_scheduled_event", "DELETE", EVENT, guilds.delete_guild_scheduled_event),
    _token(
        "create_interaction_response",
        "POST",
        "/interactions/{interaction_id}/{interaction_token}/callback",
        responding.create_interaction_response,
    ),
    _token("execute_webhook", "POST", WEBHOOK, webhooks.execute_webhook),
    _token(
        "get_original_webhook_message", "GET", WEBHOOK + "/messages/@original", webhooks.get_original_webhook_message
    ),
    _token(
        "update_original_webhook_message",
        "PATCH",
        WEBHOOK + "/messages/@original",
        webhooks.update_original_webhook_message,
    ),
    _token(
        "delete_original_webhook_message",
        "DELETE",
        WEBHOOK + "/messages/@original",
        webhooks.delete_original_webhook_message,
    ),
    _token("get_webhook_message", "GET", WEBHOOK + "/messages/{message_id}", webhooks.get_webhook_message),
    _token("update_webhook_message", "PATCH", WEBHOOK + "/messages/{message_id}", webhooks.update_webhook_message),
    _token("delete_webhook_message", "DELETE", WEBHOOK + "/messages/{message_id}", webhooks.delete_webhook_message),
)
