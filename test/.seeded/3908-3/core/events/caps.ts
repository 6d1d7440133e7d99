/** How much one event may hold. What is over is cut and counted as a violation, never a reason to lose the event. */

/** Values at the end of property paths; an array counts as one, and each of its items has the same room again. */
export const MOST_PROPERTIES = 200;
export const LONGEST_KEY = 100;
/** UTF-16 code units of a text value. */
export const LONGEST_TEXT = 2_048;
export const MOST_ITEMS = 500;
/** Violations written down for one event. */
export const MOST_VIOLATIONS = 50;
