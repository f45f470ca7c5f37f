//! The expression language: text → tokens → tree → typed expression, by hand, with a span on every node.
//!
//! `lexer` cuts text into tokens, the longest known name first; `parser` climbs precedence into the [`tree`];
//! `types` resolves names and checks dimensions into [`typed`]; `printer` shows either again. What always holds:
//! a typed expression has no unresolved name and no mismatched dimension. Deliberately absent: evaluation, any
//! way to ask whether a value is known, user functions, recursion.

pub mod typed;
