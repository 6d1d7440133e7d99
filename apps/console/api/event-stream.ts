/**
 * Server-sent events out of a body that comes in pieces, which may end anywhere.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */

export type StreamEvent = {
  /** `message` where none was named. */
  readonly type: string;
  readonly data: string;
};

export type EventReader = {
  /** The events that this piece completes. */
  take(text: string): readonly StreamEvent[];
  /** Of the last event that had one, or of an id without an event; empty: none. */
  lastId(): string;
};

/**
 * @param lastId That of the connection before.
 * @example createEventReader('').take('data: hello\n\n') // [{ type: 'message', data: 'hello' }]
 */
export function createEventReader(lastId: string): EventReader {
  let held = '';
  let endedInReturn = false;
  let isFirst = true;
  let open = { type: '', data: [] as string[], id: lastId };
  let told = lastId;

  function endEvent(): readonly StreamEvent[] {
    const { type, data, id } = open;
    told = id;
    open = { type: '', data: [], id };
    return data.length === 0 ? [] : [{ type: type === '' ? 'message' : type, data: data.join('\n') }];
  }

  function readLine(line: string): readonly StreamEvent[] {
    if (line === '') return endEvent();
    const { name, value } = splitField(line);
    if (name === 'data') open.data.push(value);
    else if (name === 'event') open.type = value;
    else if (name === 'id' && !value.includes('\0')) open.id = value;
    return [];
  }

  return {
    take: (text) => {
      if (text === '') return [];
      // The two halves of one line end came in two pieces.
      let piece = endedInReturn && text.startsWith('\n') ? text.slice(1) : text;
      if (isFirst && piece.startsWith('\uFEFF')) piece = piece.slice(1);
      isFirst = false;
      endedInReturn = text.endsWith('\r');
      const lines = (held + piece).split(/\r\n|\n|\r/);
      held = lines.pop() ?? '';
      return lines.flatMap(readLine);
    },
    lastId: () => told,
  };
}

/** A line that begins with a colon is a comment: its name is empty, which is none. */
function splitField(line: string): { readonly name: string; readonly value: string } {
  const colon = line.indexOf(':');
  if (colon === -1) return { name: line, value: '' };
  const value = line.slice(colon + 1);
  return { name: line.slice(0, colon), value: value.startsWith(' ') ? value.slice(1) : value };
}
