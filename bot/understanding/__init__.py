"""Understanding what people type, in forms and in sign-up sheets: one file per kind of value, pure.

Every function takes the text as typed and returns `Understood(value, remarks)` or raises `NotUnderstood(reason)`.
"""
