//! How much the reading process may take: memory by the size of its file, and time; set by the process itself before
//! it opens anything, kept by the system.
//!
//! What always holds: the limits depend on the file's size alone, so parent and child agree on them. They hold on
//! unix, where the system keeps them (Linux does; macOS keeps the time, not the memory). Elsewhere there is only the
//! parent's clock (`child.rs`). Deliberately absent: what becomes of a process that passes them (`child.rs`).

use std::path::Path;
use std::time::Duration;

/// What any workbook may take, however small: programs, tables, and a sheet that is mostly blank.
const BASE: u64 = 192 << 20;
/// Bytes of memory for one of the file: a cell takes three bytes where it is well packed, and some two hundred while
/// it is read.
const FOR_EACH_BYTE: u64 = 64;
/// No workbook takes more.
const MOST: u64 = 4 << 30;

/// Computing time for one file. The parent's clock has more, as a process may have to wait for its turn.
pub const COMPUTING: Duration = Duration::from_secs(45);

/// Memory for reading a file of so many bytes.
pub fn memory_for(size: u64) -> u64 {
    size.saturating_mul(FOR_EACH_BYTE).saturating_add(BASE).min(MOST)
}

/// Limits this process to what reading the workbook at `path` may take. For a process that does nothing else: the
/// limits cannot be lifted again.
#[cfg(unix)]
pub fn confine_this_process(path: &Path) {
    use rlimit::Resource;
    // A file that cannot be asked for its size will not be opened either.
    let memory = memory_for(std::fs::metadata(path).map_or(0, |file| file.len()));
    let limits = [
        // Linux counts here all that a process allocates, other systems do so below; that counts the program, too.
        (Resource::DATA, memory),
        (Resource::AS, memory.saturating_add(1 << 30)),
        // Unlimited stacks are usual on machines for computing; there a deep recursion would eat the memory first.
        (Resource::STACK, 8 << 20),
        (Resource::CPU, COMPUTING.as_secs()),
        // Writing out a dead process's memory takes longer than reading the file.
        (Resource::CORE, 0),
    ];
    for (resource, most) in limits {
        // What a system does not know or grant is left to the parent's clock. The process may have less already.
        if let Ok((now, hard)) = resource.get() {
            let most = most.min(now).min(hard);
            // At the lower of the two limits of time comes a signal that tells what happened, at the upper one none.
            let hard = if resource == Resource::CPU { hard.min(most.saturating_add(5)) } else { most };
            let _ = resource.set(most, hard);
        }
    }
}

/// This system keeps no such limits.
#[cfg(not(unix))]
pub fn confine_this_process(_: &Path) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_grows_with_the_file_and_has_an_end() {
        assert!(memory_for(250_000) < 256 << 20);
        assert!(memory_for(5 << 20) > 500 << 20);
        assert_eq!(memory_for(u64::MAX), MOST);
    }
}
