//! Pages of the figures.

mod figures;

pub use figures::FiguresPage;
