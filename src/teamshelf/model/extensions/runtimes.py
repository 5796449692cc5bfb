"""Where the code of an Office add-in runs and what sets it going.

A runtime loads a page or script and offers actions; every `actionId` of a control, event or shortcut names one of
them. Content runtimes, which put a page into the document itself, and the events on which Outlook and Office start an
action unasked are here too.
"""

from teamshelf.model.constraints import ExactlyOneOf
from teamshelf.model.extensions.custom_functions import CustomFunctions
from teamshelf.model.extensions.requirements import Requirements
from teamshelf.model.facts import ManifestObject, each, prop
from teamshelf.model.kinds import HTTP_URL, HTTPS_URL


class AppDeeplink(ManifestObject):
    """A link by which other Microsoft 365 surfaces can start an action of the add-in.

    Reserved for Microsoft's own use.
    """

    action_id: str | None = prop(
        "Action that the link starts: the `id` of an action in one of the `runtimes`.",
        required=True,
        max_length=64,
    )
    contexts: list[str] = prop(
        "Windows of the Office application in which the link is offered, with the same meanings as `contexts` of a "
        "ribbon.",
        required=True,
        min_items=1,
        max_items=8,
        each=each(
            values=(
                "mailRead",
                "mailCompose",
                "meetingDetailsOrganizer",
                "meetingDetailsAttendee",
                "onlineMeetingDetailsOrganizer",
                "logEventMeetingDetailsAttendee",
                "default",
                "spamReportingOverride",
            )
        ),
    )
    label: str | None = prop(
        "Text of the link that users select.",
        required=True,
        max_length=64,
    )
    requirements: Requirements | None = prop(
        "Clients in which the link is offered.",
    )
    semantic_description: str | None = prop(
        "Description of what the link does, read by the recommendation engine and not shown to users.",
        required=True,
        max_length=255,
    )


class EventOptions(ManifestObject, constraints=(ExactlyOneOf(("sendMode", "headerName"), versions="1.30"),)):
    """Settings of an Outlook event: either `sendMode` or `headerName`, according to the event."""

    send_mode: str | None = prop(
        "What happens when the handler objects to sending. `promptUser` warns but lets the user send anyway; "
        "`softBlock` holds the item back until the problem is solved, but sends it if the add-in cannot be reached; "
        "`block` holds it back in that case too.",
        required="..1.29 devPreview",
        values=("promptUser", "softBlock", "block"),
    )
    header_name: str | None = prop(
        "Internet header that marks the messages for which a decryption event is raised. Cannot be combined with "
        "`sendMode`.",
        versions="1.30",
        pattern="^[A-Za-z0-9][A-Za-z0-9-]*$",
    )


class Event(ManifestObject):
    """An event of the Office application and the action that answers it."""

    type: str | None = prop(
        "Name of the event in its manifest form, for example `newMessageComposeCreated` or `messageSending`. The "
        "handler names of the add-in only manifest (`OnNewMessageCompose`, `OnMessageSend`) are different and are "
        "not understood here.",
        required=True,
        max_length=64,
    )
    action_id: str | None = prop(
        "Action that handles the event: the `id` of an action of type `executeFunction` in one of the `runtimes`.",
        required=True,
        max_length=64,
    )
    options: EventOptions | None = prop(
        "How Outlook treats the event. Needed for the send events (`sendMode`) and the decryption event "
        "(`headerName`), unused for others.",
    )


class AutoRunEvents(ManifestObject):
    """A set of events on which the add-in runs by itself, and the clients where it does."""

    requirements: Requirements | None = prop(
        "Clients that run these events. Where they are not met the add-in is still installed, without the automatic "
        "reaction.",
    )
    events: list[Event] = prop(
        "Events to react to, each with the action that handles it.",
        required=True,
        max_items=20,
    )


class Code(ManifestObject):
    """Addresses of the code that a runtime loads, on the add-in's own web server."""

    page: str | None = prop(
        "Address of the HTML page loaded in a browser runtime. A runtime for functions only needs a page without "
        "content that loads the script files.",
        required=True,
        kind={"..1.27": HTTP_URL, "1.28..": HTTPS_URL},
    )
    script: str | None = prop(
        "Address of the JavaScript file loaded where Office runs code without a browser, as classic Outlook on "
        "Windows does for events. Give it beside `page`, since the client decides which of the two it uses.",
        kind={"..1.27": HTTP_URL, "1.28..": HTTPS_URL},
    )


class ContentRuntime(ManifestObject):
    """A page shown as an object inside an Excel or PowerPoint document."""

    requirements: Requirements | None = prop(
        "Clients in which the content can be inserted.",
    )
    id: str | None = prop(
        "Name of the runtime, chosen by you. Different from that of every other runtime of the app.",
        required=True,
        max_length=64,
    )
    code: Code | None = prop(
        "Page and script to load.",
        required=True,
    )
    requested_height: float | None = prop(
        "Height in pixels of the frame when the content is first inserted. The application decides when it is left "
        "out.",
        minimum=32,
        maximum=1000,
    )
    requested_width: float | None = prop(
        "Width in pixels of the frame when the content is first inserted. The application decides when it is left out.",
        minimum=32,
        maximum=1000,
    )
    disable_snapshot: bool | None = prop(
        "Whether to keep a picture of the content out of the saved document. With `false` the picture is what "
        "readers see where the add-in cannot run, but it may expose what was on the page to anyone who has the "
        "file.",
        default=False,
    )


class Action(ManifestObject):
    """Something the runtime does on request: run a function of the script or open a page."""

    id: str | None = prop(
        "Name of the action, to which `actionId` elsewhere refers. For functions it is also the first argument of "
        "`Office.actions.associate` in the script, and must be identical to it.",
        required=True,
        max_length=64,
    )
    type: str | None = prop(
        "What the action does. `openPage` opens the runtime's page in a task pane, `executeFunction` runs a script "
        "function without waiting for a result, and `executeDataFunction` runs one whose result is returned to the "
        "Copilot agent that called it.",
        required=True,
        values={"executeFunction": "..", "openPage": "..", "executeDataFunction": "1.24.."},
    )
    display_name: str | None = prop(
        "Name of the action in Office's own dialogs, for instance when two add-ins claim the same key combination. "
        "Needed for actions with a keyboard shortcut; it is not the label of a button, which has its own `label`.",
        max_length=64,
    )
    pinnable: bool | None = prop(
        "Whether users can pin the task pane, so that it stays open when they select another message. Only "
        "meaningful for `openPage`.",
    )
    view: str | None = prop(
        "Name of the view in which the page opens, such as `homepage` or `dashboard`. Used only by actions of type "
        "`openPage`.",
        max_length=64,
    )
    multiselect: bool | None = prop(
        "Whether the action applies to several selected messages at once. With `false` it is available only while a "
        "single message is selected.",
        default=False,
    )
    supports_no_item_context: bool | None = prop(
        "Whether the task pane can be opened with no message selected or with the reading pane turned off. The code "
        "must then cope with there being no current item.",
        default=False,
    )


class Runtime(ManifestObject):
    """A browser or script environment that Office starts for the add-in.

    It names the code that is loaded and the actions it offers.
    """

    requirements: Requirements | None = prop(
        "Clients that load the runtime. Use it to drop a runtime whose actions are used only by features that are "
        "themselves limited to the same clients.",
    )
    id: str | None = prop(
        "Name of the runtime, chosen by you. Different from that of every other runtime of the app.",
        required=True,
        max_length=64,
    )
    type: str | None = prop(
        "Kind of runtime. `general` can both run functions and open pages.",
        default="general",
        values=("general",),
    )
    code: Code | None = prop(
        "Page and script that the runtime loads.",
        required=True,
    )
    lifetime: str | None = prop(
        "How long the runtime lives. `short` starts afresh for each use and keeps no state; `long` keeps running, "
        "even with the task pane closed, and can be shared by task pane, functions and shortcuts.",
        default="short",
        values=("short", "long"),
    )
    actions: list[Action] = prop(
        "What the runtime can do when asked: run a function or open a page. Controls, events and shortcuts name an "
        "action by its `id`.",
        min_items=1,
        max_items={"..1.23": 20, "1.24..": 150},
    )
    custom_functions: CustomFunctions | None = prop(
        "Excel functions that the code of this runtime implements.",
        versions="1.23..",
    )
