//! liftfit says, for every stairwell unit (单元/门栋) of existing walk-up housing, whether a lift can be
//! added, and why.
//!
//! Data goes one way, and each module is one step of that way: [`quantity`] is the arithmetic, [`rules`] reads
//! and checks rules files, [`survey`] reads workbooks into units, [`assess`] grades units by rules, [`study`] asks
//! questions across assessments, [`run`] keeps an assessment in a folder, [`report`] writes the files people open, [`cli`] talks to the terminal.
//! `ARCHITECTURE.md` says what each of them knows nothing of.

// Module headers are for readers of the source too, to whom nothing is private.
#![allow(rustdoc::private_intra_doc_links)]

pub mod assess;
pub mod cli;
pub mod fuzz;
pub mod lang;
pub mod quantity;
pub mod report;
pub mod rules;
pub mod run;
pub mod study;
pub mod survey;
