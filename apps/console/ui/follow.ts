/** A stream that a page follows while it is shown. */
import { useEffect, useState } from 'react';
import type { StreamEvent } from '../api/event-stream.ts';
import { type StreamSource, type StreamState, startStream } from '../api/stream.ts';

/**
 * @param open The same function at every drawing.
 * @param onEvent The same function at every drawing.
 * @example const state = useStream(open, onEvent)
 */
export function useStream(open: StreamSource, onEvent: (event: StreamEvent) => void): StreamState {
  const [state, setState] = useState<StreamState>({ kind: 'connecting' });
  useEffect(() => startStream({ open, page: document, onEvent, onState: setState }).stop, [open, onEvent]);
  return state;
}
