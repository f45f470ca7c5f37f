//! Surveys made up in memory, one example for each sentence of the manual.

mod beside;
mod compounds;
mod identity;
mod list_texts;
mod lists;
pub(super) mod made_up;
pub(super) mod made_up_survey;
mod no_data;
mod same_as_above;
mod shipped_lists;
mod surveys;
