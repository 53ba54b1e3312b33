"""The table: every address, and who gets in. An address that is not in it fails a test.

Reads like a sentence: `Door(STEERS, "network", among=KNOWS)` lets in who steers, refuses (403) the
others who know the network, and hides it (404) from everybody else. See gate.Door and world.py for
who is who: leader and coordinator are members, the consultant is assigned; the other leader, the
other consultant and the internal consultant have nothing to do with the network.
"""

from tests.architecture.gate import Door
from tests.architecture.world import ANONYMOUS, HOME_ROLES, KLK_ROLES, ROLES

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {ANONYMOUS}
NOBODY: frozenset[str] = frozenset()
ADMIN = frozenset({"klk_admin"})
HOME = frozenset(HOME_ROLES)
OUTSIDE = frozenset(KLK_ROLES) - ADMIN

DIRECTS = frozenset({"director"}) | ADMIN
ALL_DIRECTORS = DIRECTS | {"foreign_director"}
MEMBERS = frozenset({"leader", "coordinator"})
LEADER = frozenset({"leader"})
DESIGNS = DIRECTS | {"consultant"}
INSIDE = MEMBERS | {"consultant"}
KNOWS = MEMBERS | DESIGNS | {"policy_officer"}
PLANS = frozenset({"coordinator", "consultant"})
CONSULTS = frozenset(
    {"consultant", "other_consultant", "internal_consultant", "foreign_internal_consultant"}
)

DOORS: dict[str, Door] = {
    # --- the way in -----------------------------------------------------------------------
    "home": Door(EVERYBODY),
    "accessibility": Door(EVERYBODY),
    "your_data": Door(EVERYBODY),
    "help": Door(EVERYBODY),
    "style_guide": Door(EVERYBODY),
    "style_guide_frame": Door(EVERYBODY),
    "health": Door(EVERYBODY),
    "demo_mails": Door(EVERYBODY, answer=404),  # exists only where the demo was loaded
    "demo_mail": Door(EVERYBODY, "123", answer=404),
    "demo_mail_html": Door(EVERYBODY, "123", answer=404),
    "set_language": Door(EVERYBODY, answer=302, post=True),
    # --- signing in and one's own account ---------------------------------------------------
    "account_login": Door(frozenset({ANONYMOUS}), elsewhere=SIGNED_IN),
    "account_logout": Door(SIGNED_IN, elsewhere=frozenset({ANONYMOUS})),
    "account_inactive": Door(EVERYBODY),
    "account_signup": Door(frozenset({ANONYMOUS}), elsewhere=SIGNED_IN),
    "account_reauthenticate": Door(SIGNED_IN),
    "account_email": Door(SIGNED_IN),
    "account_email_verification_sent": Door(EVERYBODY),
    "account_confirm_email": Door(EVERYBODY, "wrong"),
    "account_change_password": Door(SIGNED_IN),
    "account_set_password": Door(NOBODY, elsewhere=SIGNED_IN),  # everybody here has one
    "account_reset_password": Door(EVERYBODY),
    "account_reset_password_done": Door(EVERYBODY),
    "account_reset_password_from_key": Door(EVERYBODY, "1 2-3"),
    "account_reset_password_from_key_done": Door(EVERYBODY),
    "account_home": Door(SIGNED_IN),
    "account_profile": Door(SIGNED_IN),
    "mfa_index": Door(SIGNED_IN),
    "mfa_authenticate": Door(NOBODY, elsewhere=EVERYBODY),
    "mfa_reauthenticate": Door(NOBODY, elsewhere=SIGNED_IN),  # nobody here has a second step
    "mfa_reauthenticate_webauthn": Door(NOBODY, elsewhere=SIGNED_IN),
    "mfa_activate_totp": Door(SIGNED_IN),
    "mfa_deactivate_totp": Door(NOBODY),
    "mfa_view_recovery_codes": Door(NOBODY),
    "mfa_generate_recovery_codes": Door(SIGNED_IN),
    "mfa_download_recovery_codes": Door(NOBODY),
    "mfa_list_webauthn": Door(SIGNED_IN),
    "mfa_login_webauthn": Door(NOBODY, elsewhere=EVERYBODY),
    "mfa_add_webauthn": Door(SIGNED_IN),
    "mfa_edit_webauthn": Door(NOBODY, "1"),  # a passkey of one's own: tests/accounts
    "mfa_remove_webauthn": Door(NOBODY, "1"),
    "usersessions_list": Door(SIGNED_IN),
    "unsaved_texts": Door(SIGNED_IN),
    "unsaved_text": Door(LEADER, "unsaved_text"),
    "unsaved_text_discard": Door(LEADER, "unsaved_text", answer=302, post=True),
    "messages": Door(SIGNED_IN),
    "message_page": Door(LEADER, "message", answer=302),
    "message_troubles": Door(ADMIN, among=SIGNED_IN),
    "messages_send_again": Door(ADMIN, among=SIGNED_IN, answer=302, post=True),
    "message_send_again": Door(ADMIN, "message", among=SIGNED_IN, answer=302, post=True),
    "message_settle": Door(ADMIN, "message", among=SIGNED_IN, answer=302, post=True),
    "message_kinds": Door(ADMIN, among=SIGNED_IN),
    "message_kind": Door(ADMIN, "networks.invitation", among=SIGNED_IN),
    "message_kind_html": Door(ADMIN, "networks.invitation", among=SIGNED_IN),
    "message_choices": Door(SIGNED_IN),
    "messages_stop": Door(EVERYBODY, "wrong", answer=404),
    # --- organisations and people -----------------------------------------------------------
    "organisations": Door(
        ADMIN | OUTSIDE, elsewhere=SIGNED_IN - ADMIN - OUTSIDE
    ),  # one's own municipality
    "organisation": Door(HOME | ADMIN, "municipality"),
    "organisation_new": Door(DIRECTS, "municipality", among=HOME),
    "organisation_edit": Door(DIRECTS, "area", among=HOME),
    "people": Door(DIRECTS, "municipality", among=HOME),
    "invite": Door(DIRECTS, "municipality", among=HOME),
    "invitations": Door(ALL_DIRECTORS, among=SIGNED_IN),
    "invitation_resend": Door(DIRECTS, "invitation", answer=302, post=True),
    "invitation_withdraw": Door(DIRECTS, "invitation", answer=302, post=True),
    "accept_invitation": Door(EVERYBODY, "wrong", answer=404),
    "person": Door(DIRECTS | LEADER, "person"),
    "role_new": Door(DIRECTS, "person", among=LEADER),
    "role_end": Door(DIRECTS, "role", among=LEADER),
    "role_deputy": Door(DIRECTS, "role_of_director"),
    "position_edit": Door(DIRECTS, "position", among=LEADER),
    "audit_trail": Door(ALL_DIRECTORS, among=SIGNED_IN),
    "import_upload": Door(DIRECTS, "municipality", among=HOME),
    "import_example": Door(DIRECTS, "municipality", among=HOME),
    "import": Door(DIRECTS, "staff_import"),
    "import_mapping": Door(DIRECTS, "staff_import"),
    "import_confirm": Door(DIRECTS, "staff_import", answer=302, post=True),
    "import_progress": Door(DIRECTS, "staff_import"),
    "import_invite": Door(DIRECTS, "staff_import", answer=302, post=True),
    # --- networks and who is in them --------------------------------------------------------
    "networks": Door(SIGNED_IN),
    "network": Door(KNOWS, "network"),
    "network_members": Door(INSIDE | DIRECTS, "network", among=KNOWS),
    "network_invite": Door(DIRECTS, "network", among=KNOWS),
    "network_join": Door(NOBODY, "network", among=KNOWS, post=True),  # nobody finds this one
    "network_leave": Door(MEMBERS, "network"),
    "network_coordinator": Door(DIRECTS, "network", among=KNOWS),
    "network_assign": Door(DIRECTS, "network", among=KNOWS),
    "network_status": Door(DIRECTS, "network", among=KNOWS),
    "network_rename": Door(DIRECTS, "network", among=KNOWS),
    "membership_answer": Door(
        LEADER, "membership_of_leader", among=INSIDE | DIRECTS, answer=302, post=True
    ),
    "membership_decide": Door(DIRECTS, "membership_of_leader", among=INSIDE, answer=302, post=True),
    "membership_remove": Door(DIRECTS, "membership_of_leader", among=INSIDE),
    "membership_withdraw": Door(
        DIRECTS | LEADER, "membership_of_leader", among=INSIDE, answer=302, post=True
    ),
    "assignment_end": Door(DIRECTS, "assignment", among=INSIDE),
    "consultant_networks": Door(CONSULTS, among=SIGNED_IN),
    # --- meetings ---------------------------------------------------------------------------
    "network_year_now": Door(INSIDE | DIRECTS, "network", among=KNOWS),
    "network_year": Door(INSIDE | DIRECTS, "network 2027", among=KNOWS),
    "network_substitutes": Door(PLANS, "network", among=KNOWS, answer=302, post=True),
    "network_reminders": Door(PLANS, "network", among=KNOWS),
    "meetings_plan": Door(PLANS, "network", among=KNOWS),
    "poll_new": Door(PLANS, "network", among=KNOWS),
    "school_holidays": Door(SIGNED_IN),
    "school_holiday_remove": Door(
        DIRECTS, "school_holiday", among=SIGNED_IN, answer=302, post=True
    ),
    "meeting": Door(INSIDE | DIRECTS, "meeting"),
    "meeting_edit": Door(PLANS, "meeting", among=INSIDE | DIRECTS),
    "meeting_cancel": Door(PLANS, "meeting", among=INSIDE | DIRECTS),
    "meeting_work": Door(PLANS, "meeting", among=INSIDE | DIRECTS),
    "meeting_answer": Door(MEMBERS, "meeting", among=INSIDE | DIRECTS),
    "meeting_here": Door(MEMBERS, "meeting", among=INSIDE | DIRECTS),
    "meeting_presence": Door(INSIDE, "meeting", among=DIRECTS),
    "meeting_parts": Door(INSIDE, "meeting", among=DIRECTS),
    "meeting_part_give": Door(INSIDE, "meeting", among=DIRECTS, answer=302, post=True),
    "meeting_parts_take": Door(INSIDE, "meeting", among=DIRECTS, answer=302, post=True),
    "date_poll": Door(INSIDE, "poll"),
    "poll_choose": Door(PLANS, "poll", among=INSIDE, answer=302, post=True),
    # --- calendars --------------------------------------------------------------------------
    "calendar": Door(SIGNED_IN),
    "calendar_open": Door(SIGNED_IN, answer=302, post=True),
    "calendar_renew": Door(SIGNED_IN, answer=302, post=True),
    "calendar_close": Door(SIGNED_IN, answer=302, post=True),
    "calendar_feed": Door(EVERYBODY, "wrong", answer=404),
    "meeting_entry": Door(INSIDE | DIRECTS, "meeting"),
    "meeting_answer_by_link": Door(EVERYBODY, "wrong", answer=404),
    # --- what came of a meeting -------------------------------------------------------------
    "meeting_minutes": Door(INSIDE, "held_meeting"),
    "minutes_action": Door(INSIDE, "held_meeting", answer=302, post=True),
    "minutes_send": Door(INSIDE, "held_meeting", answer=302, post=True),
    "minutes_take_back": Door(NOBODY, "held_meeting", elsewhere=INSIDE),  # they are a draft
    "minutes_approve": Door(INSIDE, "held_meeting", answer=302, post=True),
    "decision_new": Door(INSIDE, "held_meeting", answer=302, post=True),
    "decision_remove": Door(INSIDE, "held_meeting decision", answer=302, post=True),
    "network_actions": Door(INSIDE, "network"),
    "action_new": Door(INSIDE, "held_meeting"),
    "action_finish": Door(INSIDE, "action", answer=302, post=True),
    "action_reopen": Door(INSIDE, "action", answer=302, post=True),
    "document_upload": Door(INSIDE, "held_meeting"),
    "document_download": Door(INSIDE, "document"),
    "document_delete": Door(INSIDE, "document"),
    # --- what a leader writes ---------------------------------------------------------------
    "reflections": Door(SIGNED_IN),
    "reflection_new": Door(SIGNED_IN),
    "reflection": Door(LEADER, "reflection"),
    "reflection_edit": Door(LEADER, "reflection"),
    "reflection_delete": Door(LEADER, "reflection"),
    # --- designs ------------------------------------------------------------------------------
    "network_new": Door(ALL_DIRECTORS, among=SIGNED_IN),
    "design": Door(DESIGNS, "network", elsewhere=KNOWS - DESIGNS),
    "design_part": Door(DESIGNS, "network formaal", among=KNOWS),
    "design_approve": Door(frozenset({"director"}), "network", among=KNOWS),
    "design_new_version": Door(DESIGNS, "network", among=KNOWS, answer=302, post=True),
    "design_version": Door(KNOWS, "network 1"),
    "design_difference": Door(DESIGNS, "network 2"),  # version 2 is still a draft
    "design_pdf": Door(KNOWS, "network 1"),
    "goal_new": Door(DESIGNS, "network", among=KNOWS),
    "goal_edit": Door(DESIGNS, "network goal", among=KNOWS),
    "goal_move": Door(DESIGNS, "network goal", among=KNOWS, answer=302, post=True),
    "goal_delete": Door(DESIGNS, "network goal", among=KNOWS),
    "sub_goal_new": Door(DESIGNS, "network goal", among=KNOWS),
    "criterion_new": Door(DESIGNS, "network goal", among=KNOWS),
    "criterion_edit": Door(DESIGNS, "network criterion", among=KNOWS),
    "criterion_delete": Door(DESIGNS, "network criterion", among=KNOWS),
}
