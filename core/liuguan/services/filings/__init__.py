"""Filings: what a district hands to the city office, and what becomes of it (V.2, II.13, I.8).

Three life-lines, because the guidance knows three acts. A *notice* tells of something that has happened, and is done
once submitted. A *standard* is in force from its date once submitted. A *permission* holds only as the city grants it.
"""
