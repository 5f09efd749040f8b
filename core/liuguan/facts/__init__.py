"""From what offices state to the facts that rules judge; workbooks and records meet here."""
