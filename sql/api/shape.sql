-- What the functions of the API take and answer where it is no resource: JSON Schema by name. The last lines of a
-- function's comment name its shapes; `#/components/schemas/` holds these and what api.field says of the resources.
CREATE VIEW api.shape WITH (security_invoker = TRUE) AS
SELECT
    s.name,
    s.schema::json AS schema
FROM (
    VALUES
    (
        'instant',
        '{
            "description": "An instant in UTC.",
            "type": "string", "format": "date-time", "pattern": "Z$", "examples": ["2030-06-03T09:00:00Z"]
        }'
    ),
    (
        'minute',
        '{
            "description": "An instant with its offset from UTC, in whole minutes.",
            "type": "string", "format": "date-time", "pattern": "(Z|z|[+-](0[0-9]|1[0-5]):[0-5][0-9])$",
            "examples": ["2030-06-03T09:00:00Z"]
        }'
    ),
    (
        'moment',
        '{
            "description": "An instant with its offset from UTC, or a date, which means its beginning.",
            "anyOf": [
                {"type": "string", "format": "date"},
                {"type": "string", "format": "date-time", "pattern": "(Z|z|[+-](0[0-9]|1[0-5]):[0-5][0-9])$"}
            ],
            "examples": ["2030-06-03", "2030-06-03T09:00:00Z"]
        }'
    ),
    (
        'problem',
        '{
            "description": "Why a request was refused (RFC 9457).",
            "type": "object",
            "required": ["type", "title", "status", "detail", "instance", "code", "request_id"],
            "properties": {
                "type": {"type": "string", "format": "uri-reference", "description": "Address of the explanation."},
                "title": {"type": "string"},
                "status": {"type": "integer", "minimum": 400, "maximum": 599},
                "detail": {"type": "string", "description": "What is wrong with this request."},
                "instance": {"type": "string", "description": "The path that was asked for."},
                "code": {"type": "string", "description": "The constraint that was broken, or else the SQLSTATE."},
                "request_id": {"type": "string", "description": "Finds the request in the log."},
                "errors": {
                    "description": "Every fault, if they can be told apart.",
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/fault"}
                }
            }
        }'
    ),
    (
        'fault',
        '{
            "description": "One fault. A conflict also says what stands in the way.",
            "type": "object",
            "required": ["pointer", "detail"],
            "properties": {
                "pointer": {
                    "description": "Where it is: JSON pointer (RFC 6901) into the body, or / and a parameter.",
                    "type": "string", "format": "json-pointer"
                },
                "detail": {"type": "string"}
            },
            "additionalProperties": true
        }'
    ),
    (
        'open_shift_list',
        '{
            "description": "A page of offered shifts, in order of time.",
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": {"$ref": "#/components/schemas/open_shift"}},
                "next": {"description": "Cursor of the next page.", "type": ["string", "null"]}
            }
        }'
    ),
    (
        'open_shift',
        '{
            "description": "A segment of time that is offered to the people of a unit.",
            "type": "object",
            "required": [
                "id", "unit_id", "activity", "start", "end", "note", "taking", "giver_id", "state", "offered_by", "offered_at",
                "request_id", "taken_by", "takers", "version"
            ],
            "properties": {
                "id": {"type": "integer", "format": "int64"},
                "unit_id": {
                    "description": "Who is counted here or below may take it.", "type": "integer", "format": "int64"
                },
                "activity": {"type": "string"},
                "start": {"$ref": "#/components/schemas/instant"},
                "end": {"$ref": "#/components/schemas/instant"},
                "note": {"description": "For those whom it is offered to.", "type": ["string", "null"]},
                "taking": {
                    "description": "first: whoever takes it first has it; chosen: one of the takers is chosen.",
                    "enum": ["first", "chosen"]
                },
                "giver_id": {
                    "description": "Who would work it otherwise, and is off instead.",
                    "type": ["integer", "null"], "format": "int64"
                },
                "state": {"enum": ["open", "taken", "withdrawn"]},
                "offered_by": {"description": "An account.", "type": "integer", "format": "int64"},
                "offered_at": {"$ref": "#/components/schemas/instant"},
                "request_id": {
                    "description": "The request by which it is taken, which may still have to be decided.",
                    "type": ["integer", "null"], "format": "int64"
                },
                "taken_by": {"description": "A person.", "type": ["integer", "null"], "format": "int64"},
                "takers": {
                    "description": "Who would take it, the first first: all for those who choose, else oneself.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["staff_id", "asked_at"],
                        "properties": {
                            "staff_id": {"type": "integer", "format": "int64"},
                            "asked_at": {"$ref": "#/components/schemas/instant"}
                        }
                    }
                },
                "version": {"type": "integer", "format": "int64"},
                "shortages": {
                    "description": "What taking it makes worse, if the rules ask for that.",
                    "type": "array", "items": {"$ref": "#/components/schemas/shortage"}
                }
            }
        }'
    ),
    (
        'open_shift_new',
        '{
            "description": "A shift to offer.",
            "type": "object",
            "required": ["unit_id", "activity", "start", "end"],
            "properties": {
                "unit_id": {"type": "integer", "format": "int64", "minimum": 1, "examples": [2]},
                "activity": {"description": "Code; no absence.", "type": "string", "examples": ["office"]},
                "start": {"$ref": "#/components/schemas/minute"},
                "end": {"description": "Later than start, at most 366 days.", "$ref": "#/components/schemas/minute"},
                "note": {"type": ["string", "null"]},
                "taking": {"enum": ["first", "chosen"], "default": "first"},
                "giver_id": {"type": ["integer", "null"], "format": "int64", "minimum": 1}
            },
            "additionalProperties": false
        }'
    ),
    (
        'open_shift_take',
        '{
            "description": "Who takes the shift; the own person when nobody is named.",
            "type": "object",
            "properties": {"staff_id": {"type": ["integer", "null"], "format": "int64", "minimum": 1}},
            "additionalProperties": false
        }'
    ),
    (
        'open_shift_assign',
        '{
            "description": "Who of those that would take the shift has it.",
            "type": "object",
            "required": ["staff_id"],
            "properties": {"staff_id": {"type": "integer", "format": "int64", "minimum": 1}},
            "additionalProperties": false
        }'
    ),
    (
        'schedules',
        '{
            "description": "The effective schedule of a window, of everyone in it.",
            "type": "object",
            "required": ["from", "to", "position", "staff"],
            "properties": {
                "from": {"$ref": "#/components/schemas/instant"},
                "to": {"$ref": "#/components/schemas/instant"},
                "position": {"type": "string", "description": "epoch:pos of the newest change in it."},
                "staff": {"type": "array", "items": {"$ref": "#/components/schemas/schedule"}}
            }
        }'
    ),
    (
        'schedule',
        '{
            "description": "The effective schedule of a person; without segments when there is nothing.",
            "type": "object",
            "required": ["staff_id", "employee_number", "name", "unit_id", "segments"],
            "properties": {
                "staff_id": {"type": "integer", "format": "int64"},
                "employee_number": {"type": "string"},
                "name": {"type": "string"},
                "unit_id": {
                    "description": "The home unit of that window.", "type": ["integer", "null"], "format": "int64"
                },
                "segments": {"type": "array", "items": {"$ref": "#/components/schemas/segment"}}
            }
        }'
    ),
    (
        'segment',
        '{
            "description": "A time with one activity, and where it comes from. Segments of a person never overlap.",
            "type": "object",
            "required": ["start", "end", "activity", "layer", "class", "source_id", "request_id"],
            "properties": {
                "start": {"$ref": "#/components/schemas/instant"},
                "end": {"$ref": "#/components/schemas/instant"},
                "activity": {"type": "string"},
                "layer": {"enum": ["contract", "adjustment"]},
                "class": {"description": "1 place, 2 task, 3 absence.", "enum": [1, 2, 3]},
                "source_id": {
                    "description": "The contract or adjustment; null for what is only proposed.",
                    "type": ["integer", "null"], "format": "int64"
                },
                "request_id": {"type": ["integer", "null"], "format": "int64"},
                "why": {"$ref": "#/components/schemas/explanation"}
            }
        }'
    ),
    (
        'explanation',
        '{
            "description": "Why a segment is what it is (with explain=true).",
            "type": "object",
            "required": ["winner", "losers", "rule"],
            "properties": {
                "winner": {"$ref": "#/components/schemas/claim"},
                "losers": {"type": "array", "items": {"$ref": "#/components/schemas/claim"}},
                "rule": {"enum": ["only_claim", "adjustment_over_contract", "higher_class", "proposed_over_present"]}
            }
        }'
    ),
    (
        'claim',
        '{
            "description": "A source that claims a time, with its own range, whether or not it is seen.",
            "type": "object",
            "required": ["layer", "class", "activity", "start", "end"],
            "properties": {
                "layer": {"enum": ["contract", "adjustment"]},
                "class": {"enum": [1, 2, 3]},
                "activity": {"type": "string"},
                "source_id": {"type": "integer", "format": "int64"},
                "request_id": {"type": "integer", "format": "int64"},
                "start": {"$ref": "#/components/schemas/instant"},
                "end": {"$ref": "#/components/schemas/instant"},
                "state": {"description": "Of the request of an adjustment.", "type": "string"},
                "approver": {"type": "string"},
                "approved_at": {"$ref": "#/components/schemas/instant"},
                "pattern": {"description": "Of a contract.", "type": "string"},
                "site": {"type": "string"},
                "contract_from": {"type": "string", "format": "date"},
                "contract_to": {"type": "string", "format": "date"},
                "holiday_rule": {"enum": ["by_start", "by_minute", "ignore"]}
            }
        }'
    ),
    (
        'headcount',
        '{
            "description": "People at the first instant of each step.",
            "type": "object",
            "required": ["steps"],
            "properties": {
                "steps": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["start", "available", "by_activity"],
                        "properties": {
                            "start": {"$ref": "#/components/schemas/instant"},
                            "available": {"type": "integer", "minimum": 0},
                            "by_activity": {
                                "description": "People by the code of their activity; nobody is left out.",
                                "type": "object",
                                "additionalProperties": {"type": "integer", "minimum": 1},
                                "examples": [{"office": 12, "remote": 3}]
                            }
                        }
                    }
                }
            }
        }'
    ),
    (
        'now',
        '{
            "description": "Who is available in the running minute.",
            "type": "object",
            "required": ["at", "items"],
            "properties": {
                "at": {"$ref": "#/components/schemas/instant"},
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["staff_id", "employee_number", "name", "unit_id", "activity", "until"],
                        "properties": {
                            "staff_id": {"type": "integer", "format": "int64"},
                            "employee_number": {"type": "string"},
                            "name": {"type": "string"},
                            "unit_id": {"type": ["integer", "null"], "format": "int64"},
                            "activity": {"type": "string"},
                            "until": {
                                "description": "Null when it is more than a day away.",
                                "anyOf": [{"$ref": "#/components/schemas/instant"}, {"type": "null"}]
                            }
                        }
                    }
                }
            }
        }'
    ),
    (
        'history',
        '{
            "description": "What changed in one thing, the newest change first.",
            "type": "object",
            "required": ["items", "next", "kept_from"],
            "properties": {
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": [
                            "changed_at", "change_id", "account_id", "account", "database_login", "action", "changes"
                        ],
                        "properties": {
                            "changed_at": {"$ref": "#/components/schemas/instant"},
                            "change_id": {
                                "description": "Number of the transaction; null when it is not known.",
                                "type": ["integer", "null"],
                                "format": "int64"
                            },
                            "account_id": {
                                "description": "Who; null for a change by SQL or by a command.",
                                "type": ["integer", "null"],
                                "format": "int64"
                            },
                            "account": {"description": "Name of the account.", "type": ["string", "null"]},
                            "database_login": {"description": "Login of the database.", "type": ["string", "null"]},
                            "action": {"type": "string", "enum": ["created", "changed", "deleted"]},
                            "changes": {
                                "description": "By field of the thing.",
                                "type": "object",
                                "additionalProperties": {
                                    "type": "object",
                                    "required": ["old", "new"],
                                    "properties": {"old": true, "new": true}
                                }
                            }
                        }
                    }
                },
                "next": {"description": "Cursor of the next page.", "type": ["string", "null"]},
                "kept_from": {
                    "description": "Changes at this instant or before it are not kept any more; null: all are.",
                    "anyOf": [{"$ref": "#/components/schemas/instant"}, {"type": "null"}]
                }
            }
        }'
    ),
    (
        'coverage',
        '{
            "description": "What requirements ask for and what is there, in pieces in which neither changes.",
            "type": "object",
            "required": ["items"],
            "properties": {
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["requirement_id", "start", "end", "required", "available", "missing"],
                        "properties": {
                            "requirement_id": {"type": "integer", "format": "int64"},
                            "start": {"$ref": "#/components/schemas/instant"},
                            "end": {"$ref": "#/components/schemas/instant"},
                            "required": {"description": "People wanted.", "type": "integer", "minimum": 0},
                            "available": {"description": "People there.", "type": "integer", "minimum": 0},
                            "missing": {"description": "Zero when there are enough.", "type": "integer", "minimum": 0}
                        }
                    }
                }
            }
        }'
    ),
    (
        'request_preview',
        '{
            "description": "What would be different, as far as the account may see it.",
            "type": "object",
            "required": ["staff", "coverage", "conflicts"],
            "properties": {
                "staff": {
                    "description": "Each person whose schedule may change, on the local days on which it may.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["staff_id", "contracted_minutes", "before", "after", "changes"],
                        "properties": {
                            "staff_id": {"type": "integer", "format": "int64"},
                            "contracted_minutes": {
                                "description": "Working minutes of the contract alone.", "type": "integer", "minimum": 0
                            },
                            "before": {"$ref": "#/components/schemas/previewed_schedule"},
                            "after": {"$ref": "#/components/schemas/previewed_schedule"},
                            "changes": {
                                "description": "Where another activity is shown; null for none.",
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["start", "end", "before", "after"],
                                    "properties": {
                                        "start": {"$ref": "#/components/schemas/instant"},
                                        "end": {"$ref": "#/components/schemas/instant"},
                                        "before": {"type": ["string", "null"]},
                                        "after": {"type": ["string", "null"]}
                                    }
                                }
                            }
                        }
                    }
                },
                "coverage": {
                    "description": "Where a requirement would count more or fewer people, of units that the account reads.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": [
                            "requirement_id", "start", "end", "required", "available_before", "available_after",
                            "missing_before", "missing_after"
                        ],
                        "properties": {
                            "requirement_id": {"type": "integer", "format": "int64"},
                            "start": {"$ref": "#/components/schemas/instant"},
                            "end": {"$ref": "#/components/schemas/instant"},
                            "required": {"description": "People wanted.", "type": "integer", "minimum": 0},
                            "available_before": {"type": "integer", "minimum": 0},
                            "available_after": {"type": "integer", "minimum": 0},
                            "missing_before": {"type": "integer", "minimum": 0},
                            "missing_after": {"type": "integer", "minimum": 0}
                        }
                    }
                },
                "conflicts": {
                    "description": "What of the same class stands in the way, and would be cut by replace.",
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/fault"}
                }
            }
        }'
    ),
    (
        'previewed_schedule',
        '{
            "description": "Segments and minutes of a person; absences count as far as they take contracted minutes.",
            "type": "object",
            "required": ["worked_minutes", "absent_minutes", "available_minutes", "segments"],
            "properties": {
                "worked_minutes": {"type": "integer", "minimum": 0},
                "absent_minutes": {"type": "integer", "minimum": 0},
                "available_minutes": {"type": "integer", "minimum": 0},
                "segments": {"type": "array", "items": {"$ref": "#/components/schemas/segment"}}
            }
        }'
    ),
    (
        'preview_summary',
        '{
            "description": "What approving a request would change, of all people concerned together.",
            "type": ["object", "null"],
            "required": ["before", "after", "shortages"],
            "properties": {
                "before": {"$ref": "#/components/schemas/previewed_minutes"},
                "after": {"$ref": "#/components/schemas/previewed_minutes"},
                "shortages": {
                    "description": "Where more people would be missing than now, of units that the account reads.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["requirement_id", "start", "end", "required", "available", "missing"],
                        "properties": {
                            "requirement_id": {"type": "integer", "format": "int64"},
                            "start": {"$ref": "#/components/schemas/instant"},
                            "end": {"$ref": "#/components/schemas/instant"},
                            "required": {"type": "integer", "minimum": 0},
                            "available": {"type": "integer", "minimum": 0},
                            "missing": {"type": "integer", "minimum": 1}
                        }
                    }
                }
            }
        }'
    ),
    (
        'previewed_minutes',
        '{
            "description": "Minutes on the days on which something changes.",
            "type": "object",
            "required": ["worked_minutes", "absent_minutes", "available_minutes"],
            "properties": {
                "worked_minutes": {"type": "integer", "minimum": 0},
                "absent_minutes": {"type": "integer", "minimum": 0},
                "available_minutes": {"type": "integer", "minimum": 0}
            }
        }'
    ),
    (
        'audit_list',
        '{
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": {"$ref": "#/components/schemas/audit_entry"}},
                "next": {"type": ["string", "null"]}
            }
        }'
    ),
    (
        'audit_entry',
        '{
            "description": "What a change did to a row.",
            "type": "object",
            "required": ["id", "position", "change_id", "changed_at", "account_id", "account", "database_login", "session_id",
                "request_id", "relation", "row", "action", "old", "new", "reason", "erased"],
            "properties": {
                "id": {"type": "integer", "format": "int64"},
                "position": {
                    "type": ["integer", "null"], "format": "int64",
                    "description": "The place in the sealed chain; null for some seconds after the change."
                },
                "change_id": {"type": "integer", "format": "int64", "description": "What one transaction did has one number."},
                "changed_at": {"$ref": "#/components/schemas/instant"},
                "account_id": {"type": ["integer", "null"], "format": "int64"},
                "account": {"type": ["string", "null"], "description": "Its name; null for who worked in the database itself."},
                "database_login": {"type": "string"},
                "session_id": {"type": ["integer", "null"], "format": "int64"},
                "request_id": {"type": ["string", "null"], "description": "Finds the request in the log."},
                "relation": {"type": "string", "examples": ["schedule.adjustment"], "description": "The table with its schema."},
                "row": {"type": "string", "description": "The key of the row."},
                "action": {"type": "string", "enum": ["insert", "update", "delete"]},
                "old": {"type": ["object", "null"], "description": "The row before; null when it was made."},
                "new": {"type": ["object", "null"], "description": "The row after; null when it was deleted."},
                "reason": {"type": ["string", "null"], "description": "The reason of the request that the row belongs to."},
                "erased": {"type": "boolean", "description": "Whether old and new were personal data and are gone."}
            }
        }'
    ),
    (
        'personal_data',
        '{
            "description": "All that is held on a person.",
            "type": "object",
            "required": ["person", "memberships", "secondments", "contracts", "requests", "duties", "presets", "open_shifts",
                "open_shift_takers", "delegations", "account", "grants", "reporting_logins", "sign_in", "history", "erasures", "audit", "imports"],
            "properties": {
                "person": {"$ref": "#/components/schemas/staff"},
                "memberships": {"type": "array", "items": {"$ref": "#/components/schemas/membership"}},
                "secondments": {"type": "array", "items": {"$ref": "#/components/schemas/secondment"}},
                "contracts": {"type": "array", "items": {"$ref": "#/components/schemas/contract"}},
                "requests": {"type": "array", "items": {"$ref": "#/components/schemas/request"}},
                "duties": {"type": "array", "items": {"$ref": "#/components/schemas/duty"}},
                "presets": {"type": "array", "items": {"$ref": "#/components/schemas/preset"}},
                "open_shifts": {
                    "type": "array", "items": {"type": "object"}, "description": "Shifts that the person gives away."
                },
                "open_shift_takers": {
                    "type": "array", "items": {"type": "object"}, "description": "Offered shifts that the person would take."
                },
                "delegations": {
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/delegation"},
                    "description": "By whom the account is represented, and whom it represents."
                },
                "account": {"type": ["object", "null"], "description": "The account of the person, without secrets."},
                "grants": {"type": "array", "items": {"type": "object"}, "description": "The roles of the account."},
                "reporting_logins": {"type": "array", "items": {"type": "string"}},
                "sign_in": {"type": "object", "description": "By table, what the account signs in by, without secrets."},
                "history": {"type": "object", "description": "By table, the former versions of rows that are kept."},
                "erasures": {"type": "array", "items": {"type": "object"}},
                "audit": {"type": "array", "items": {"$ref": "#/components/schemas/audit_entry"}},
                "imports": {"type": "array", "items": {"type": "object"}, "description": "Rows of files about the person."}
            }
        }'
    ),
    (
        'erasure_new',
        '{
            "type": "object",
            "additionalProperties": false,
            "required": ["confirm"],
            "properties": {"confirm": {"type": "string", "description": "The employee number of the person."}}
        }'
    ),
    (
        'erasure',
        '{
            "description": "What took the place of a person.",
            "type": "object",
            "required": ["erasure_id", "staff_id", "employee_number", "name", "entries"],
            "properties": {
                "erasure_id": {"type": "integer", "format": "int64"},
                "staff_id": {"type": "integer", "format": "int64"},
                "employee_number": {"type": "string"},
                "name": {"type": "string"},
                "entries": {"type": "integer", "description": "How many entries of the audit were emptied."}
            }
        }'
    ),
    (
        'import',
        '{
            "type": "object",
            "required": ["id", "kind", "profile", "file_name", "file_hash", "state", "imported_at", "imported_by", "change_id",
                "counts", "ignored", "difference", "rolled_back_at", "rolled_back_by"],
            "properties": {
                "id": {"type": ["integer", "null"], "format": "int64", "description": "null in a preview."},
                "kind": {"type": "string", "description": "What the rows of the file are."},
                "profile": {"type": ["string", "null"]},
                "file_name": {"type": "string"},
                "file_hash": {"type": "string", "description": "SHA-256 of the bytes of the file."},
                "state": {"type": "string", "enum": ["committed", "rolled_back", "previewed"]},
                "repeated": {
                    "type": "boolean",
                    "description": "In the answer to a file: whether it stands already, so that nothing was stored."
                },
                "imported_at": {"$ref": "#/components/schemas/instant"},
                "imported_by": {"type": ["integer", "null"], "description": "The account; null from the command line."},
                "change_id": {"type": ["integer", "null"], "description": "The change that it is; null when it changed nothing."},
                "counts": {"type": "object", "description": "How many rows had which outcome."},
                "ignored": {"type": "object", "description": "What of the file is not imported, and how often it stands there."},
                "difference": {
                    "type": ["object", "null"],
                    "description": "What it changed in the effective schedule: people, minutes, by day."
                },
                "rolled_back_at": {"anyOf": [{"$ref": "#/components/schemas/instant"}, {"type": "null"}]},
                "rolled_back_by": {"type": ["integer", "null"]},
                "items": {
                    "type": "array",
                    "description": "What became of each row; not in lists.",
                    "items": {"$ref": "#/components/schemas/import_row"}
                }
            }
        }'
    ),
    (
        'webhook_delivery_list',
        '{
            "description": "A page of deliveries to a webhook, the newest first.",
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": {"$ref": "#/components/schemas/webhook_delivery"}},
                "next": {"description": "Cursor of the next page.", "type": ["string", "null"]}
            }
        }'
    ),
    (
        'webhook_delivery',
        '{
            "description": "An event on its way to a webhook, or what became of it.",
            "type": "object",
            "required": ["id", "message_id", "event", "state", "created_at", "next_attempt_at", "ended_at", "attempts"],
            "properties": {
                "id": {"type": "integer", "format": "int64"},
                "message_id": {"description": "Header webhook-id of every attempt.", "type": "string"},
                "event": {"$ref": "#/components/schemas/webhook_event"},
                "state": {
                    "description": "waiting: is tried, again if need be; delivered; dead: given up.",
                    "enum": ["waiting", "delivered", "dead"]
                },
                "created_at": {"$ref": "#/components/schemas/instant"},
                "next_attempt_at": {
                    "description": "Not before; null when nothing is tried any more.",
                    "anyOf": [{"$ref": "#/components/schemas/instant"}, {"type": "null"}]
                },
                "ended_at": {
                    "description": "When it was delivered or given up.",
                    "anyOf": [{"$ref": "#/components/schemas/instant"}, {"type": "null"}]
                },
                "attempts": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["attempt", "at", "status", "error", "milliseconds"],
                        "properties": {
                            "attempt": {"type": "integer", "minimum": 1},
                            "at": {"$ref": "#/components/schemas/instant"},
                            "status": {"description": "Of the answer, if there was one.", "type": ["integer", "null"]},
                            "error": {"description": "Why it failed; null: it did not.", "type": ["string", "null"]},
                            "milliseconds": {"type": "integer", "minimum": 0}
                        }
                    }
                }
            }
        }'
    ),
    (
        'webhook_event',
        '{
            "description": "The body that is sent: an event as a websocket shows it, with the epoch of its position.",
            "type": "object",
            "required": ["type", "epoch", "pos"],
            "properties": {
                "type": {"description": "Type of the event; resync: read again what is held.", "type": "string"},
                "epoch": {"type": "string"},
                "pos": {"type": "integer", "format": "int64", "minimum": 0}
            },
            "additionalProperties": true
        }'
    ),
    (
        'import_list',
        '{
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": {"$ref": "#/components/schemas/import"}},
                "next": {"type": ["string", "null"]}
            }
        }'
    ),
    (
        'import_row',
        '{
            "type": "object",
            "required": ["ordinal", "line", "outcome", "remark", "faults"],
            "properties": {
                "ordinal": {"type": "integer", "description": "The place of the row in the file, from 1."},
                "line": {"type": "integer", "description": "The line of the file on which it begins."},
                "outcome": {"type": "string", "enum": ["created", "changed", "ended", "unchanged", "refused"]},
                "remark": {"type": ["string", "null"]},
                "faults": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["field", "column", "reason"],
                        "properties": {
                            "field": {"type": "string"},
                            "column": {"type": "string", "description": "What the file calls the field."},
                            "reason": {"type": "string"}
                        }
                    }
                }
            }
        }'
    ),
    (
        'request',
        '{
            "description": "Adjustments that are asked for and decided together.",
            "type": "object",
            "required": ["id", "state", "kind", "staff_id", "partner_id", "reason", "on_conflict", "preset_id", "deadline", "automatic",
                "rule_ids", "requested_by", "requested_at", "decided_by", "decided_on_behalf_of", "decided_at", "decision_comment",
                "adjustments", "cancels", "cancelled_by", "steps", "swap", "version"],
            "properties": {
                "id": {"type": "integer", "format": "int64"},
                "state": {
                    "enum": ["draft", "pending", "approved", "rejected", "withdrawn", "expired", "cancelled"]
                },
                "kind": {
                    "description": "change: of one person; swap: of two; open_shift: an offered shift that somebody took.",
                    "enum": ["change", "swap", "open_shift"]
                },
                "staff_id": {"type": "integer", "format": "int64"},
                "partner_id": {"description": "The other person whose schedule it changes.", "type": ["integer", "null"], "format": "int64"},
                "reason": {"type": ["string", "null"]},
                "on_conflict": {"enum": ["reject", "replace"]},
                "preset_id": {"type": ["integer", "null"], "format": "int64"},
                "deadline": {"anyOf": [{"$ref": "#/components/schemas/instant"}, {"type": "null"}]},
                "automatic": {"description": "Whether it was approved by a rule or an import, without a decision.", "type": "boolean"},
                "rule_ids": {"description": "The rules by which it is decided.", "type": "array", "items": {"type": "integer", "format": "int64"}},
                "requested_by": {"type": ["integer", "null"], "format": "int64"},
                "requested_at": {"$ref": "#/components/schemas/instant"},
                "decided_by": {"type": ["integer", "null"], "format": "int64"},
                "decided_on_behalf_of": {"type": ["integer", "null"], "format": "int64"},
                "decided_at": {"anyOf": [{"$ref": "#/components/schemas/instant"}, {"type": "null"}]},
                "decision_comment": {"type": ["string", "null"]},
                "adjustments": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["id", "staff_id", "activity", "start", "end", "state", "note"],
                        "properties": {
                            "id": {"type": "integer", "format": "int64"},
                            "staff_id": {"type": "integer", "format": "int64"},
                            "activity": {"type": "string"},
                            "start": {"$ref": "#/components/schemas/instant"},
                            "end": {"$ref": "#/components/schemas/instant"},
                            "state": {
                                "enum": ["draft", "pending", "approved", "rejected", "withdrawn", "expired", "cancelled"]
                            },
                            "note": {"type": ["string", "null"]}
                        }
                    }
                },
                "cancels": {"description": "The requests that it asks to cancel.", "type": "array", "items": {"type": "integer", "format": "int64"}},
                "cancelled_by": {"description": "The requests that ask to cancel it.", "type": "array", "items": {"type": "integer", "format": "int64"}},
                "steps": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["place", "deciders", "quorum", "unit_id", "account_ids", "state", "deadline", "escalations",
                            "decisions"],
                        "properties": {
                            "place": {"type": "integer", "minimum": 0},
                            "deciders": {"enum": ["partner", "unit_managers", "parent_managers", "admins", "accounts"]},
                            "quorum": {"enum": ["any", "all"]},
                            "unit_id": {"description": "Null: the whole organisation.", "type": ["integer", "null"], "format": "int64"},
                            "account_ids": {"type": "array", "items": {"type": "integer", "format": "int64"}},
                            "state": {"enum": ["waiting", "pending", "approved", "rejected", "closed"]},
                            "deadline": {"anyOf": [{"$ref": "#/components/schemas/instant"}, {"type": "null"}]},
                            "escalations": {"type": "integer", "minimum": 0},
                            "decisions": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["verdict", "account_id", "on_behalf_of", "consent", "comment", "decided_at"],
                                    "properties": {
                                        "verdict": {"enum": ["approve", "reject"]},
                                        "account_id": {"type": "integer", "format": "int64"},
                                        "on_behalf_of": {"type": ["integer", "null"], "format": "int64"},
                                        "consent": {"description": "Of the other person of a swap.", "type": "boolean"},
                                        "comment": {"type": ["string", "null"]},
                                        "decided_at": {"$ref": "#/components/schemas/instant"}
                                    }
                                }
                            }
                        }
                    }
                },
                "swap": {
                    "description": "Of a swap: the other person, and the time in which the two have the schedule of each other.",
                    "type": ["object", "null"],
                    "required": ["staff_id", "parts"],
                    "properties": {
                        "staff_id": {"type": "integer", "format": "int64"},
                        "parts": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["start", "end"],
                                "properties": {
                                    "start": {"$ref": "#/components/schemas/instant"},
                                    "end": {"$ref": "#/components/schemas/instant"}
                                }
                            }
                        }
                    }
                },
                "shortages": {
                    "description": "Only in the answer to what approved it: coverage that it made worse.",
                    "type": "array", "items": {"$ref": "#/components/schemas/shortage"}
                },
                "version": {"type": "integer", "format": "int64"}
            }
        }'
    ),
    (
        'request_answer',
        '{
            "description": "All of it, or the fields that `fields` asks for, with id and version.",
            "anyOf": [
                {"$ref": "#/components/schemas/request"},
                {
                    "type": "object",
                    "required": ["id", "version"],
                    "propertyNames": {
                        "enum": ["id", "state", "kind", "staff_id", "partner_id", "reason", "on_conflict", "preset_id", "deadline",
                            "automatic", "rule_ids", "requested_by", "requested_at", "decided_by", "decided_on_behalf_of", "decided_at",
                            "decision_comment", "adjustments", "cancels", "cancelled_by", "steps", "swap", "version"]
                    }
                }
            ]
        }'
    ),
    (
        'request_state',
        '{"enum": ["draft", "pending", "approved", "rejected", "withdrawn", "expired", "cancelled"]}'
    ),
    (
        'shortage',
        '{
            "description": "What more people are missing of; of a unit that the account does not read only when.",
            "type": "object",
            "required": ["pointer", "detail", "start", "end"],
            "properties": {
                "pointer": {"type": "string"},
                "detail": {"type": "string"},
                "requirement_id": {"type": "integer", "format": "int64"},
                "unit": {"type": "string"},
                "start": {"$ref": "#/components/schemas/instant"},
                "end": {"$ref": "#/components/schemas/instant"},
                "required": {"type": "integer"},
                "available": {"type": "integer"},
                "missing": {"type": "integer"}
            }
        }'
    ),
    (
        'request_list',
        '{
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": {"$ref": "#/components/schemas/request_answer"}},
                "next": {"type": ["string", "null"]}
            }
        }'
    ),
    (
        'inbox',
        '{
            "type": "object",
            "required": ["counts", "items", "next"],
            "properties": {
                "counts": {
                    "description": "Of all that waits, whatever the page.",
                    "type": "object",
                    "required": ["pending", "overdue", "on_behalf", "oldest_minutes"],
                    "properties": {
                        "pending": {"type": "integer"},
                        "overdue": {"type": "integer"},
                        "on_behalf": {"description": "As a delegate.", "type": "integer"},
                        "oldest_minutes": {"type": ["integer", "null"]}
                    }
                },
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["id", "version", "request", "on_behalf_of", "age_minutes", "overdue", "preview"],
                        "properties": {
                            "id": {"description": "Of the request.", "type": "integer", "format": "int64"},
                            "version": {"description": "That a decision names.", "type": "integer", "format": "int64"},
                            "request": {"$ref": "#/components/schemas/request"},
                            "on_behalf_of": {"description": "Whose delegate decides.", "type": ["integer", "null"], "format": "int64"},
                            "age_minutes": {"type": "integer"},
                            "overdue": {"type": "boolean"},
                            "preview": {
                                "description": "What approving it would do, on the days on which something changes; null for many days.",
                                "type": ["object", "null"],
                                "required": ["before", "after", "shortages"],
                                "properties": {
                                    "before": {"$ref": "#/components/schemas/minutes_by_kind"},
                                    "after": {"$ref": "#/components/schemas/minutes_by_kind"},
                                    "shortages": {
                                        "type": "array",
                                        "items": {
                                            "type": "object",
                                            "required": ["requirement_id", "start", "end", "required", "available", "missing"],
                                            "properties": {
                                                "requirement_id": {"type": "integer", "format": "int64"},
                                                "start": {"$ref": "#/components/schemas/instant"},
                                                "end": {"$ref": "#/components/schemas/instant"},
                                                "required": {"type": "integer"},
                                                "available": {"type": "integer"},
                                                "missing": {"type": "integer"}
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                },
                "next": {"type": ["string", "null"]}
            }
        }'
    ),
    (
        'minutes_by_kind',
        '{
            "type": "object",
            "required": ["worked_minutes", "absent_minutes", "available_minutes"],
            "properties": {
                "worked_minutes": {"type": "integer"},
                "absent_minutes": {"type": "integer"},
                "available_minutes": {"type": "integer"}
            }
        }'
    ),
    (
        'request_action',
        '{
            "type": "object",
            "required": ["version"],
            "properties": {
                "version": {"description": "Of the request that was read.", "type": "integer", "format": "int64", "minimum": 1},
                "comment": {"type": ["string", "null"], "examples": ["Enjoy it"]}
            },
            "additionalProperties": false
        }'
    ),
    (
        'request_approval',
        '{
            "type": "object",
            "required": ["version"],
            "properties": {
                "version": {"description": "Of the request that was read.", "type": "integer", "format": "int64", "minimum": 1},
                "comment": {"type": ["string", "null"]},
                "on_conflict": {"description": "Instead of what the request says.", "enum": ["reject", "replace", null]}
            },
            "additionalProperties": false
        }'
    ),
    (
        'request_decisions_new',
        '{
            "type": "object",
            "required": ["decisions"],
            "properties": {
                "decisions": {
                    "type": "array", "minItems": 1, "maxItems": 5000,
                    "items": {
                        "type": "object",
                        "required": ["id", "verdict", "version"],
                        "properties": {
                            "id": {"type": "integer", "format": "int64", "minimum": 1},
                            "verdict": {"enum": ["approve", "reject", "withdraw"]},
                            "version": {"type": "integer", "format": "int64", "minimum": 1},
                            "comment": {"type": ["string", "null"]},
                            "on_conflict": {"enum": ["reject", "replace", null]}
                        }
                    }
                }
            },
            "additionalProperties": false
        }'
    ),
    (
        'request_copies_new',
        '{
            "description": "A week of a person or of a unit, and those to which it is copied.",
            "type": "object",
            "required": ["week", "to"],
            "properties": {
                "staff_id": {"type": ["integer", "null"], "format": "int64", "minimum": 1, "examples": [7]},
                "unit_id": {
                    "description": "Instead of staff_id.",
                    "type": ["integer", "null"], "format": "int64", "minimum": 1
                },
                "week": {"description": "Any day of it.", "type": "string", "format": "date", "examples": ["2030-06-03"]},
                "to": {
                    "description": "Any day of each week.",
                    "type": "array", "minItems": 1, "maxItems": 53,
                    "items": {"type": "string", "format": "date", "examples": ["2030-06-10"]}
                },
                "on_conflict": {"enum": ["reject", "replace", null]},
                "reason": {"type": ["string", "null"]},
                "preview": {"description": "Whether nothing is written.", "type": ["boolean", "null"]}
            },
            "additionalProperties": false
        }'
    ),
    (
        'request_copies',
        '{
            "description": "What was asked for, or would be, in order of the people; who has nothing to copy is left out.",
            "type": "object",
            "required": ["copied", "failed", "items"],
            "properties": {
                "copied": {"type": "integer"},
                "failed": {"type": "integer"},
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["staff_id", "status", "adjustments"],
                        "properties": {
                            "staff_id": {"type": "integer", "format": "int64"},
                            "status": {"description": "As if it had been asked for alone; 200 in a preview.", "type": "integer"},
                            "adjustments": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["activity", "start", "end", "note"],
                                    "properties": {
                                        "activity": {"type": "string"},
                                        "start": {"$ref": "#/components/schemas/instant"},
                                        "end": {"$ref": "#/components/schemas/instant"},
                                        "note": {"type": ["string", "null"]}
                                    }
                                }
                            },
                            "id": {"description": "Of the request.", "type": "integer", "format": "int64"},
                            "state": {"$ref": "#/components/schemas/request_state"},
                            "version": {"type": "integer", "format": "int64"},
                            "shortages": {"type": "array", "items": {"$ref": "#/components/schemas/shortage"}},
                            "problem": {
                                "description": "Why it failed. The errors point into adjustments.",
                                "type": "object",
                                "required": ["type", "title", "status", "detail", "code", "errors"],
                                "properties": {
                                    "type": {"type": "string"},
                                    "title": {"type": "string"},
                                    "status": {"type": "integer"},
                                    "detail": {"type": "string"},
                                    "code": {"type": "string"},
                                    "errors": {"type": "array", "items": {"type": "object"}}
                                }
                            }
                        }
                    }
                }
            }
        }'
    ),
    (
        'request_decisions',
        '{
            "description": "What became of each decision, in order of id.",
            "type": "object",
            "required": ["decided", "failed", "items"],
            "properties": {
                "decided": {"type": "integer"},
                "failed": {"type": "integer"},
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["id", "status"],
                        "properties": {
                            "id": {"type": "integer", "format": "int64"},
                            "status": {"description": "As if it had been decided alone.", "type": "integer"},
                            "state": {"$ref": "#/components/schemas/request_state"},
                            "version": {"type": "integer", "format": "int64"},
                            "shortages": {"type": "array", "items": {"$ref": "#/components/schemas/shortage"}},
                            "problem": {
                                "description": "Why it failed.",
                                "type": "object",
                                "required": ["type", "title", "status", "detail", "code", "errors"],
                                "properties": {
                                    "type": {"type": "string"},
                                    "title": {"type": "string"},
                                    "status": {"type": "integer"},
                                    "detail": {"type": "string"},
                                    "code": {"type": "string"},
                                    "errors": {"type": "array", "items": {"type": "object"}}
                                }
                            }
                        }
                    }
                }
            }
        }'
    ),
    (
        'login',
        '{
            "type": "object",
            "required": ["email", "password"],
            "properties": {
                "email": {"type": "string", "minLength": 1, "maxLength": 1024, "examples": ["admin@demo.test"]},
                "password": {"type": "string", "minLength": 1, "maxLength": 1024, "format": "password"},
                "totp": {
                    "description": "Code of the second factor, or a recovery code, if the account has one.",
                    "type": ["string", "null"], "minLength": 1, "maxLength": 1024
                },
                "delivery": {
                    "description": "Where the refresh token goes: into a cookie, for browsers, or into the answer.",
                    "enum": ["cookie", "body", null], "default": "cookie"
                }
            },
            "additionalProperties": false
        }'
    ),
    (
        'tokens',
        '{
            "type": "object",
            "required": ["access_token", "token_type", "expires_in", "session_id"],
            "properties": {
                "access_token": {"description": "For the header Authorization.", "type": "string"},
                "token_type": {"const": "Bearer"},
                "expires_in": {"description": "Seconds.", "type": "integer"},
                "session_id": {"type": "integer", "format": "int64"},
                "refresh_token": {"description": "Only with delivery body.", "type": "string"}
            }
        }'
    ),
    (
        'refresh',
        '{
            "description": "Empty when the refresh token is in the cookie.",
            "type": "object",
            "properties": {"refresh_token": {"type": ["string", "null"], "minLength": 1, "maxLength": 1024}},
            "additionalProperties": false
        }'
    ),
    (
        'password_change',
        '{
            "type": "object",
            "required": ["current_password", "new_password"],
            "properties": {
                "current_password": {"type": "string", "minLength": 1, "maxLength": 1024, "format": "password"},
                "new_password": {"type": "string", "minLength": 12, "maxLength": 1024, "format": "password"}
            },
            "additionalProperties": false
        }'
    ),
    (
        'password_reset',
        '{
            "type": "object",
            "required": ["email"],
            "properties": {"email": {"type": "string", "minLength": 1, "maxLength": 1024}},
            "additionalProperties": false
        }'
    ),
    (
        'password_confirmation',
        '{
            "type": "object",
            "required": ["token", "password"],
            "properties": {
                "token": {"description": "What the link has after token=.", "type": "string", "minLength": 1, "maxLength": 1024},
                "password": {"type": "string", "minLength": 12, "maxLength": 1024, "format": "password"}
            },
            "additionalProperties": false
        }'
    ),
    (
        'totp',
        '{
            "description": "password to begin, or code to confirm.",
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "properties": {
                "password": {"type": "string", "minLength": 1, "maxLength": 1024, "format": "password"},
                "code": {"type": "string", "minLength": 1, "maxLength": 1024, "examples": ["123456"]}
            },
            "additionalProperties": false
        }'
    ),
    (
        'totp_added',
        '{
            "description": "The secret, or the recovery codes.",
            "type": "object",
            "properties": {
                "secret": {"description": "Base 32.", "type": "string"},
                "uri": {"description": "otpauth: address, to be shown as a QR code.", "type": "string"},
                "recovery_codes": {"description": "Each signs in once.", "type": "array", "items": {"type": "string"}}
            }
        }'
    ),
    (
        'totp_removal',
        '{
            "type": "object",
            "required": ["password", "code"],
            "properties": {
                "password": {"type": "string", "minLength": 1, "maxLength": 1024, "format": "password"},
                "code": {"type": "string", "minLength": 1, "maxLength": 1024}
            },
            "additionalProperties": false
        }'
    ),
    (
        'me',
        '{
            "description": "The account that is signed in.",
            "type": "object",
            "required": ["account_id", "email", "name", "kind", "session_id", "second_factor", "staff", "grants"],
            "properties": {
                "account_id": {"type": "integer", "format": "int64"},
                "email": {"type": "string"},
                "name": {"type": "string"},
                "kind": {"enum": ["person", "machine"]},
                "session_id": {"type": ["integer", "null"], "format": "int64"},
                "second_factor": {"type": "boolean"},
                "staff": {
                    "description": "The person whose account it is; null: nobody who is scheduled.",
                    "type": ["object", "null"],
                    "required": ["id", "employee_number", "name"],
                    "properties": {
                        "id": {"type": "integer", "format": "int64"},
                        "employee_number": {"type": "string"},
                        "name": {"type": "string"}
                    }
                },
                "grants": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["role", "unit_id"],
                        "properties": {
                            "role": {"enum": ["viewer", "staff", "manager", "admin"]},
                            "unit_id": {
                                "description": "With all below it; null: the whole organisation.",
                                "type": ["integer", "null"], "format": "int64"
                            }
                        }
                    }
                }
            }
        }'
    ),
    (
        'session_list',
        '{
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": {"$ref": "#/components/schemas/session"}},
                "next": {"description": "Cursor of the next page.", "type": ["string", "null"]}
            }
        }'
    ),
    (
        'session',
        '{
            "description": "A login that has not ended.",
            "type": "object",
            "required": ["id", "current", "created_at", "last_used_at", "expires_at", "user_agent", "address"],
            "properties": {
                "id": {"type": "integer", "format": "int64"},
                "current": {"description": "Whether it is this one.", "type": "boolean"},
                "created_at": {"$ref": "#/components/schemas/instant"},
                "last_used_at": {"$ref": "#/components/schemas/instant"},
                "expires_at": {"description": "Moves with every refresh.", "$ref": "#/components/schemas/instant"},
                "user_agent": {"type": ["string", "null"]},
                "address": {"description": "Of the network.", "type": ["string", "null"]}
            }
        }'
    ),
    (
        'request_new',
        '{
            "description": "What is asked for, all of it or nothing: at least one of adjustments, cancels, days with preset_id, swap.",
            "type": "object",
            "required": ["staff_id"],
            "properties": {
                "staff_id": {"type": "integer", "format": "int64", "minimum": 1, "examples": [7]},
                "adjustments": {
                    "type": ["array", "null"], "maxItems": 1000,
                    "items": {
                        "type": "object",
                        "required": ["activity", "start", "end"],
                        "properties": {
                            "activity": {"description": "Code.", "type": "string", "examples": ["training"]},
                            "start": {"$ref": "#/components/schemas/minute"},
                            "end": {
                                "description": "Later than start, at most 366 days.",
                                "$ref": "#/components/schemas/minute"
                            },
                            "note": {"type": ["string", "null"]}
                        },
                        "additionalProperties": false
                    }
                },
                "cancels": {
                    "description": "Ids of approved requests that are to be cancelled.",
                    "type": ["array", "null"], "maxItems": 1000, "items": {"type": "integer", "format": "int64", "minimum": 1}
                },
                "reason": {"type": ["string", "null"], "examples": ["First aid"]},
                "preset_id": {"type": ["integer", "null"], "format": "int64", "minimum": 1},
                "days": {
                    "description": "The local dates on which the preset is asked for.",
                    "type": ["array", "null"], "maxItems": 366,
                    "items": {
                        "anyOf": [
                            {"type": "string", "format": "date"},
                            {
                                "type": "object",
                                "required": ["from", "to"],
                                "properties": {
                                    "from": {"type": "string", "format": "date"},
                                    "to": {"description": "The day after the last one.", "type": "string", "format": "date"},
                                    "weekdays": {
                                        "description": "1: Monday, to 7: Sunday.",
                                        "type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 7}
                                    }
                                },
                                "additionalProperties": false
                            }
                        ]
                    }
                },
                "on_conflict": {
                    "description": "replace: approving it cuts older adjustments of the same class to what remains.",
                    "enum": ["reject", "replace", null]
                },
                "deadline": {
                    "description": "When it expires unless it is decided; in the future.",
                    "anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]
                },
                "draft": {"description": "Whether it waits to be submitted.", "type": ["boolean", "null"]},
                "swap": {
                    "description": "The other person, and the time in which the two have the schedule of each other.",
                    "type": ["object", "null"],
                    "required": ["staff_id", "parts"],
                    "properties": {
                        "staff_id": {"type": "integer", "format": "int64", "minimum": 1},
                        "parts": {
                            "type": "array", "minItems": 1, "maxItems": 1000,
                            "items": {
                                "type": "object",
                                "required": ["start", "end"],
                                "properties": {
                                    "start": {"$ref": "#/components/schemas/minute"},
                                    "end": {"$ref": "#/components/schemas/minute"}
                                },
                                "additionalProperties": false
                            }
                        }
                    },
                    "additionalProperties": false
                }
            },
            "additionalProperties": false
        }'
    ),
    (
        'request_edit',
        '{
            "description": "The fields that change; null takes one away.",
            "type": "object",
            "properties": {
                "adjustments": {
                    "type": ["array", "null"], "maxItems": 1000,
                    "items": {
                        "type": "object",
                        "required": ["activity", "start", "end"],
                        "properties": {
                            "activity": {"description": "Code.", "type": "string", "examples": ["training"]},
                            "start": {"$ref": "#/components/schemas/minute"},
                            "end": {
                                "description": "Later than start, at most 366 days.",
                                "$ref": "#/components/schemas/minute"
                            },
                            "note": {"type": ["string", "null"]}
                        },
                        "additionalProperties": false
                    }
                },
                "cancels": {
                    "description": "Ids of approved requests that are to be cancelled.",
                    "type": ["array", "null"], "maxItems": 1000, "items": {"type": "integer", "format": "int64", "minimum": 1}
                },
                "reason": {"type": ["string", "null"], "examples": ["First aid"]},
                "preset_id": {"type": ["integer", "null"], "format": "int64", "minimum": 1},
                "days": {
                    "description": "The local dates on which the preset is asked for.",
                    "type": ["array", "null"], "maxItems": 366,
                    "items": {
                        "anyOf": [
                            {"type": "string", "format": "date"},
                            {
                                "type": "object",
                                "required": ["from", "to"],
                                "properties": {
                                    "from": {"type": "string", "format": "date"},
                                    "to": {"description": "The day after the last one.", "type": "string", "format": "date"},
                                    "weekdays": {
                                        "description": "1: Monday, to 7: Sunday.",
                                        "type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 7}
                                    }
                                },
                                "additionalProperties": false
                            }
                        ]
                    }
                },
                "on_conflict": {
                    "description": "replace: approving it cuts older adjustments of the same class to what remains.",
                    "enum": ["reject", "replace", null]
                },
                "deadline": {
                    "description": "When it expires unless it is decided; in the future.",
                    "anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]
                },
                "swap": {
                    "description": "The other person, and the time in which the two have the schedule of each other.",
                    "type": ["object", "null"],
                    "required": ["staff_id", "parts"],
                    "properties": {
                        "staff_id": {"type": "integer", "format": "int64", "minimum": 1},
                        "parts": {
                            "type": "array", "minItems": 1, "maxItems": 1000,
                            "items": {
                                "type": "object",
                                "required": ["start", "end"],
                                "properties": {
                                    "start": {"$ref": "#/components/schemas/minute"},
                                    "end": {"$ref": "#/components/schemas/minute"}
                                },
                                "additionalProperties": false
                            }
                        }
                    },
                    "additionalProperties": false
                }
            },
            "additionalProperties": false
        }'
    )
) AS s (name, schema);
COMMENT ON VIEW api.shape IS
'JSON Schema (2020-12) of what the API takes and answers, for all that is no resource. Resources: api.field.';
COMMENT ON COLUMN api.shape.name IS 'Name in the OpenAPI document; a function''s comment says it after Body or Answer.';
COMMENT ON COLUMN api.shape.schema IS 'The schema; its properties in the order in which they are shown.';
GRANT SELECT ON api.shape TO strata_user;
