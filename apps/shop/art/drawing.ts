/** What is drawn: every picture of the shop is made from one of these, so that there is no file to keep in step. */
export type Drawing = PenDrawing | InkDrawing | NotebookDrawing | PlainDrawing;

export type Metal = 'steel' | 'gold';

export type PenDrawing = {
  readonly kind: 'pen';
  readonly colour: string;
  readonly metal: Metal;
  readonly short?: true;
  /** Colour of the ink that shows through a clear barrel. */
  readonly clear?: string;
  /** Colour of the cap, where it differs. */
  readonly cap?: string;
};

export type InkDrawing = { readonly kind: 'ink'; readonly colour: string; readonly label: string };

export type NotebookDrawing = {
  readonly kind: 'notebook';
  readonly colour: string;
  readonly elastic?: true;
  readonly wide?: true;
};

/** What needs nothing but a colour. */
export type PlainDrawing = {
  readonly kind: 'letters' | 'pad' | 'stack' | 'converter' | 'roll' | 'blotter' | 'wax';
  readonly colour: string;
};
