/** Limits that every campaign keeps, as rows. */
import { useRef } from 'react';
import { Button, Field, Inline, Select, Stack, Text } from '../../ui/ui.ts';
import { type Cap, capsOf } from '../../view-models/settings.ts';
import { SETTINGS } from '../../words/settings.ts';
import { useFormat, useWords } from '../console.ts';

type CapsFieldProps = {
  readonly label: string;
  readonly help: string;
  /** A list of caps as JSON. */
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (text: string) => void;
};

const SCOPES = ['all', 'channel', 'campaign', 'tag'] as const;
const FIRST: Cap = { scope: 'all', max: '3', per: 'day' };

export function CapsField({ label, help, value, fault, onChange }: CapsFieldProps) {
  const { caps: words } = useWords(SETTINGS);
  const caps = capsOf(value);
  const list = useRef<HTMLFieldSetElement>(null);
  const put = (next: readonly Cap[]): void => onChange(JSON.stringify(next));
  const remove = (place: number): void => {
    put(caps.filter((_, other) => other !== place));
    // The button that had the focus is gone.
    list.current?.querySelector<HTMLElement>('[data-add] button')?.focus();
  };
  return (
    <fieldset className="inkling-fields" ref={list}>
      <legend>{label}</legend>
      <Text look="quiet">{help}</Text>
      {caps.length === 0 && <Text>{words.none}</Text>}
      {caps.map((cap, place) => (
        <CapRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has nothing but its place, and keeps the focus by it.
          key={place}
          cap={cap}
          place={place}
          onChange={(next) => put(caps.map((own, other) => (other === place ? next : own)))}
          onRemove={() => remove(place)}
        />
      ))}
      {fault !== undefined && <Text look="bad">{fault}</Text>}
      <div data-add>
        <Button onPress={() => put([...caps, FIRST])}>{words.add}</Button>
      </div>
    </fieldset>
  );
}

type CapRowProps = {
  readonly cap: Cap;
  readonly place: number;
  readonly onChange: (cap: Cap) => void;
  readonly onRemove: () => void;
};

function CapRow({ cap, place, onChange, onRemove }: CapRowProps) {
  const shared = useWords(SETTINGS);
  const format = useFormat();
  const { caps: words } = shared;
  const change = ({ tag, ...next }: Cap): void =>
    onChange(next.scope === 'tag' ? { ...next, tag: tag ?? '' } : next);
  return (
    <Stack>
      <Inline isEven>
        <Select
          label={words.scope}
          value={cap.scope}
          options={SCOPES.map((scope) => ({ value: scope, label: words.scopes[scope] }))}
          onChange={(scope) => change({ ...cap, scope })}
        />
        {cap.scope === 'tag' && (
          <Field label={words.tag} value={cap.tag ?? ''} onChange={(tag) => change({ ...cap, tag })} />
        )}
        <Field label={words.max} value={cap.max} onChange={(max) => change({ ...cap, max })} />
        <Field
          label={words.per}
          help={words.perHelp}
          value={cap.per}
          onChange={(per) => change({ ...cap, per })}
        />
      </Inline>
      <div>
        <Button onPress={onRemove} label={words.remove(format.count(place + 1))}>
          {shared.remove}
        </Button>
      </div>
    </Stack>
  );
}
