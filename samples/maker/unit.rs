//! What is made up about one unit. Lengths are whole millimetres; words are the ones most people write.

/// A stairwell unit.
#[derive(Clone)]
pub struct Unit {
    pub committee: String,
    pub estate: String,
    pub address: String,
    pub building: i64,
    pub unit: i64,
    /// Millionths of a degree.
    pub longitude: i64,
    pub latitude: i64,
    pub layout: &'static str,
    pub year: i64,
    pub tenure: &'static str,
    pub ownership: &'static str,
    pub renewal: &'static str,
    pub storeys: i64,
    pub height: i64,
    pub per_floor: i64,
    pub has_lift: bool,
    pub ground_use: &'static str,
    pub heritage: &'static str,
    pub residents: i64,
    pub over_60: i64,
    pub over_80: i64,
    pub structure: &'static str,
    pub ring_beams: bool,
    pub added_storeys: bool,
    pub danger: &'static str,
    pub repair_plan: Option<bool>,
    /// Tenths of a per mille, where it was measured.
    pub tilt: Option<i64>,
    /// Tenths of a millimetre a month, where it was measured.
    pub settlement: Option<i64>,
    pub stair_width: i64,
    pub landing_depth: i64,
    pub stair_taken: i64,
    pub landing_taken: i64,
    pub shaft_by_stair: bool,
    pub stair_enclosed: bool,
    pub doors_rated: bool,
    pub entry: &'static str,
    pub corridor: i64,
    pub front: i64,
    pub lane: &'static str,
    pub reroutable: bool,
    /// `None`: no building opposite.
    pub opposite: Option<i64>,
    pub walls_rated: bool,
    /// `None`: no red line on this side.
    pub red_line: Option<i64>,
    pub beyond: &'static str,
    pub obstacles: &'static str,
    pub green_area: i64,
    pub parking: i64,
    pub window: i64,
    pub underground: &'static str,
    pub civil_view: Option<&'static str>,
    pub metro_view: Option<&'static str>,
    pub pipes: Vec<Pipe>,
    pub owners_committee: &'static str,
    pub joined: i64,
    pub agreed: i64,
    pub opposed: i64,
    /// Day of May 2021.
    pub day: i64,
    pub team: &'static str,
}

impl Unit {
    /// All flats of the unit.
    pub fn households(&self) -> i64 {
        self.storeys * self.per_floor
    }
}

/// A pipe or cable before the door.
#[derive(Clone, Copy)]
pub struct Pipe {
    pub kind: &'static str,
    pub diameter: Option<i64>,
    pub pressure: Option<&'static str>,
    pub laying: Option<&'static str>,
    pub material: &'static str,
    pub depth: i64,
    pub wall: i64,
    pub shaft: Option<i64>,
    /// `None`: the owner has not been asked.
    pub movable: Option<bool>,
    pub owner: &'static str,
}
