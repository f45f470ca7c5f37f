//! Cells as people fill them in, and what becomes of each: the table that documents [`super::cell::read_cell`].
