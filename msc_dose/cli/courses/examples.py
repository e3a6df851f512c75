"""An example of each action with real values, for the training course that lies beside the manual."""

_COURSE = "training"
_GIVEN = (
    '2 --started "2024-02-29 09:45" --ended "2024-02-29 10:20" \\\n'
    '      --containers "V-0013, issued=20 mL, infused=20 mL, left=0 mL" --line-rinsed yes'
)
_CHECKS = (
    '--identifiers "recipient\'s code" "date of birth" --patient-matches yes \\\n'
    "      --container-matches yes --expiry-matches yes --volume-matches yes --appearance-normal yes"
)
_WORDS = {
    "order": '--text "MSC 2e6 viable cells/kg i.v., once more" --prescriber md-12 --order-number O-2',
    "dose": '2 --dosing-weight "66.5 kg" --reason "weight 66.5 kg" --prescriber md-12 --order-number O-2',
    "weigh": '"60.5 kg" --occurred "2024-02-28 08:00"',
    "clear": '2 --items "order in force" "afebrile" "IV access" --occurred "2024-02-29 09:00"',
    "give": _GIVEN,
    "hold": '--reason "fever" --occurred "2024-02-27 08:00"',
    "resume": '--from-date 2024-03-07 --reason "afebrile for a week" --occurred "2024-03-06 08:00"',
    "move": '3 --to 2024-04-02 --later this-one --reason "no bed" --occurred "2024-03-04 09:00"',
    "skip": '4 --reason "remission" --occurred "2024-04-22 09:00"',
    "decide": '--follow shift-later --reason "as md-12 ordered" --occurred "2024-03-06 09:00"',
    "stop": '--reason "consent withdrawn" --occurred "2024-03-04 09:00"',
    "count": '"34 × 10⁹/L" --bleeding no --occurred 2024-02-12',
    "rescue": '"IVIG 1 g/kg" --until 2024-02-14 --occurred 2024-02-13',
    "react": (
        '1 --onset "2024-01-29 10:05" --signs "chills" --grade 1 --action "slowed" \\\n'
        '      --outcome "resolved" --volume-by-then "8 mL" --occurred "2024-01-29 10:40"'
    ),
    "retract": '12 --reason "typed for another course" --occurred "2024-01-29 13:00"',
    "consent": '--reference "consent form 3.2" --occurred 2024-02-19',
    "ethics-approval": '--reference "EC 2024/1" --occurred 2024-02-19',
    "order-amended": (
        '--order-number O-1 --text "MSC 2e6 viable cells/kg i.v., three times, monthly" \\\n'
        '      --prescriber md-12 --reason "three suffice" --occurred "2024-02-19 11:00"'
    ),
    "order-cancelled": '--order-number O-1 --reason "replaced by O-2" --occurred "2024-02-19 11:00"',
    "block-chosen": '--decision "response on day 28" --answer partial',
    "arranged": '2 --time 09:30 --place "day ward, bed 4" --needs "IV access" --occurred "2024-02-20 11:00"',
    "thawed": '2 --containers V-0013 --expires "2024-02-29 13:20" --occurred "2024-02-29 09:20"',
    "post-thaw-count": (
        '2 --container V-0013 --cells "120e6 viable MSC" --viability "91 %" --occurred "2024-02-29 09:35"'
    ),
    "bedside-check": f'2 --container V-0013 --second rn-117 {_CHECKS} --occurred "2024-02-29 09:40"',
    "started": '2 --occurred "2024-02-29 09:45"',
    "paused": '2 --reason "chills" --occurred "2024-02-29 09:55"',
    "restarted": '2 --occurred "2024-02-29 10:00"',
    "observed": '1 --note "no complaint" --occurred "2024-01-29 12:15"',
    "partial-decided": '2 --decision counts --reason "as md-12 ordered" --occurred "2024-02-29 14:00"',
    "deviation": '--text "window left" --reason "no bed" --infusion 2 --occurred "2024-03-04 09:00"',
}
_OTHERS = {"block-chosen": "t-2"}  # a course whose protocol has a decision point
EXAMPLES = {name: f"{_OTHERS.get(name, _COURSE)}.jsonl {words} --by rn-104" for name, words in _WORDS.items()}
