/** Addresses beside the keys of segments: no key has a line below in it. */
export const NEW = '_new';
export const EDIT = '_edit';
export const TEMPLATES = '_templates';
