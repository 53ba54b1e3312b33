"""Every address that takes a POST: who may knock, and on which page its form stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from tests.architecture.world import World


@dataclass(frozen=True)
class Door:
    """`url` is a URL name followed by names of things (or words) that fill its address.

    `page` is the same for the page with the form; without one it is the address itself. `fields`
    are sent where no form of that page shows them.
    """

    url: str
    who: str
    page: str = ""
    query: str = ""
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.url.replace(" ", "-")

    @property
    def name(self) -> str:
        return self.url.split()[0]

    def address(self, world: World) -> str:
        return address(self.url, world) + self.query.format(**_ids(world))

    def form_page(self, world: World) -> str:
        return address(self.page, world) if self.page else self.address(world)


def address(words: str, world: World) -> str:
    name, *wanted = words.split()
    args = [world[word].pk if word in world.things else word for word in wanted]
    return reverse(name, args=args)


def _ids(world: World) -> dict[str, object]:
    return {name: thing.pk for name, thing in world.things.items()}


NOBODY = "anonymous"

SIGN_IN = [
    Door("account_login", NOBODY),
    Door("account_reset_password", NOBODY),
    Door("account_signup", NOBODY, fields=("email", "password1")),
    Door("set_language", NOBODY, page="account_login"),
    Door("accept_invitation token", NOBODY),
    Door("account_confirm_email x", NOBODY, fields=("key",)),
    Door("account_reset_password_from_key 1 x", NOBODY, fields=("password1", "password2")),
    Door("mfa_authenticate", NOBODY, fields=("code", "credential")),
    Door("mfa_login_webauthn", NOBODY, fields=("credential", "remember")),
    Door("account_logout", "leader"),
    Door("account_reauthenticate", "leader"),
    Door("account_email", "leader"),
    Door("account_change_password", "leader"),
    Door("account_set_password", "leader", fields=("password1", "password2")),
    Door("mfa_reauthenticate", "other_leader", fields=("code",)),
    Door("mfa_activate_totp", "leader"),
    Door("mfa_deactivate_totp", "other_leader"),
    Door("mfa_generate_recovery_codes", "other_leader"),
    Door("mfa_add_webauthn", "leader"),
    Door("mfa_reauthenticate_webauthn", "other_leader", fields=("credential",)),
    Door("mfa_edit_webauthn passkey", "other_leader"),
    Door("mfa_remove_webauthn passkey", "other_leader"),
    Door("usersessions_list", "leader", fields=("x",)),
    Door("account_profile", "leader"),
    Door("unsaved_text_discard unsaved_text", "leader", page="unsaved_text unsaved_text"),
]

ORGANISATION = [
    Door("organisation_new municipality", "director"),
    Door("organisation_edit institution", "director"),
    Door("invite municipality", "director"),
    Door("invite institution", "director"),
    Door("invitation_resend invitation", "director", page="invitations"),
    Door("invitation_withdraw invitation", "director", page="invitations"),
    Door("role_new person", "director", query="?organisation={municipality}"),
    Door("role_end role", "director"),
    Door("role_deputy role_of_director", "director"),
    Door("position_edit position", "director"),
    Door("import_upload municipality", "director"),
    Door("import_mapping staff_import", "director"),
    Door("import_confirm staff_import", "director", page="import staff_import"),
    Door("import_invite imported", "director", fields=("x",)),
]

DESIGN = [
    Door("network_new", "director"),
    Door("network_status network", "director"),
    Door("network_rename network", "director"),
    Door("design_approve network", "director", fields=("seen",)),
    Door("design_new_version open_network", "director", page="design_version open_network 1"),
    Door("goal_new network", "director"),
    Door("goal_edit network goal", "director"),
    Door("sub_goal_new network goal", "director"),
    Door("goal_move network goal", "director", page="goal_edit network goal"),
    Door("goal_delete network goal", "director"),
    Door("criterion_new network goal", "director"),
    Door("criterion_edit network criterion", "director"),
    Door("criterion_delete network criterion", "director"),
    *[
        Door(f"design_part network {slug}", "director")
        for slug in (
            "formaal",
            "deltagere",
            "temaer",
            "ledelse",
            "ressourcer",
            "spilleregler",
            "evaluering",
        )
    ],
]

MEMBERS = [
    Door("network_join open_network", "other_leader", page="network open_network"),
    Door("network_leave network", "leader"),
    Door("network_invite network", "director", fields=("person",)),
    Door("network_coordinator network", "director"),
    Door("network_assign network", "director"),
    Door("assignment_end assignment", "klk_admin"),
    Door("membership_answer invited", "other_leader", page="network network"),
    Door("membership_decide asked", "director", page="network_members asked_network"),
    Door("membership_withdraw invited", "director", page="network_members network"),
    Door("membership_remove membership_of_leader", "director"),
    Door("reflection_new", "leader"),
    Door("reflection_edit reflection", "leader"),
    Door("reflection_delete reflection", "leader"),
]

MEETINGS = [
    Door("network_reminders network", "coordinator"),
    Door("network_substitutes network", "coordinator", page="network_year_now network"),
    Door("meetings_plan network", "coordinator"),
    Door("poll_new network", "coordinator"),
    Door("school_holidays", "director"),
    Door("school_holiday_remove school_holiday", "director", page="school_holidays"),
    Door("meeting_edit meeting", "coordinator"),
    Door("meeting_cancel meeting", "coordinator"),
    Door("meeting_work meeting", "coordinator"),
    Door("meeting_answer meeting", "leader"),
    Door("meeting_here meeting", "leader"),
    Door("meeting_presence meeting", "leader"),
    Door("meeting_part_give meeting", "leader", page="meeting_parts meeting"),
    Door("meeting_parts_take meeting", "leader", page="meeting_parts meeting"),
    Door("date_poll poll", "leader"),
    Door("poll_choose poll", "coordinator", page="date_poll poll"),
]

CALENDAR = [
    Door("meeting_answer_by_link answer_token", NOBODY),
    Door("messages_stop stop_token", NOBODY, fields=("x",)),
    Door("message_choices", "leader"),
    Door("messages_send_again", "klk_admin", fields=("x",)),
    Door("message_send_again message", "klk_admin", fields=("x",)),
    Door("message_settle message", "klk_admin", fields=("x",)),
    Door("calendar_open", "leader", page="calendar", fields=("x",)),
    Door("calendar_renew", "leader", page="calendar", fields=("x",)),
    Door("calendar_close", "leader", page="calendar", fields=("x",)),
]

MINUTES = [
    Door("meeting_minutes held_meeting", "leader"),
    Door("minutes_send held_meeting", "leader", page="meeting_minutes held_meeting"),
    Door("minutes_action held_meeting", "leader", page="meeting_minutes held_meeting"),
    Door("minutes_take_back sent_meeting", "leader"),
    Door("minutes_approve sent_meeting", "leader", page="meeting_minutes sent_meeting"),
    Door("decision_new held_meeting", "leader", page="meeting_minutes held_meeting"),
    Door("decision_remove held_meeting decision", "leader", page="meeting_minutes held_meeting"),
    Door("action_new held_meeting", "leader"),
    Door("action_finish action", "leader", page="network_actions network"),
    Door("action_reopen done_action", "leader", page="network_actions network"),
    Door("document_upload held_meeting", "leader"),
    Door("document_delete document", "leader"),
]

DOORS = [*SIGN_IN, *ORGANISATION, *DESIGN, *MEMBERS, *MEETINGS, *CALENDAR, *MINUTES]

#: Addresses that only show something: a POST changes nothing there.
READS = {
    "home": "leader",
    "accessibility": NOBODY,
    "your_data": NOBODY,
    "help": NOBODY,
    "style_guide": NOBODY,
    "style_guide_frame": NOBODY,
    "health": NOBODY,
    "account_home": "leader",
    "meeting meeting": "leader",
    "meeting_parts meeting": "leader",
    "network_year_now network": "leader",
    "network_year network 2027": "leader",
    "account_inactive": NOBODY,
    "account_email_verification_sent": NOBODY,
    "account_reset_password_done": NOBODY,
    "account_reset_password_from_key_done": NOBODY,
    "unsaved_texts": "leader",
    "unsaved_text unsaved_text": "leader",
    "mfa_index": "other_leader",
    "mfa_view_recovery_codes": "other_leader",
    "mfa_download_recovery_codes": "other_leader",
    "mfa_list_webauthn": "other_leader",
    "organisations": "director",
    "organisation municipality": "director",
    "people municipality": "director",
    "invitations": "director",
    "person person": "director",
    "import_example municipality": "director",
    "import staff_import": "director",
    "import_progress staff_import": "director",
    "audit_trail": "director",
    "design network": "director",
    "design_version network 1": "director",
    "design_difference network 2": "director",
    "design_pdf network 1": "director",
    "networks": "leader",
    "network network": "leader",
    "network_members network": "director",
    "network_actions network": "leader",
    "document_download document": "leader",
    "consultant_networks": "consultant",
    "calendar": "leader",
    "calendar_feed x": NOBODY,
    "meeting_entry meeting": "leader",
    "reflections": "leader",
    "reflection reflection": "leader",
    "messages": "director",
    "message_page message": "leader",
    "message_troubles": "klk_admin",
    "message_kinds": "klk_admin",
    "message_kind networks.invitation": "klk_admin",
    "message_kind_html networks.invitation": "klk_admin",
    "demo_mails": NOBODY,
    "demo_mail x": NOBODY,
    "demo_mail_html x": NOBODY,
}
