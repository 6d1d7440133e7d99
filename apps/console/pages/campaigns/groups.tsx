/** Fields of fields: what may be there or not, and lists. */
import { useRef } from 'react';
import { Button, Checkbox, Inline, Stack, Text } from '../../ui/ui.ts';
import { readAt } from '../../view-models/campaigns-document.ts';
import { CAMPAIGN_BUILDER } from '../../words/campaigns-builder.ts';
import { useFormat, useWords } from '../console.ts';
import { FieldsOf } from './asked.tsx';
import { type Asked, useFieldWords, useForm } from './form.ts';

export function GroupField(asked: Asked) {
  const { label, noted } = useFieldWords(asked);
  const { draft, put } = useForm();
  const { within = [], fresh } = asked.spec;
  if (fresh === undefined) return <FieldsOf specs={within} path={asked.path} />;
  const isOn = readAt(draft, asked.path) !== undefined;
  const { help } = noted;
  return (
    <Stack>
      <Checkbox
        label={label}
        isOn={isOn}
        onChange={(next) => put(asked.path, next ? fresh : undefined)}
        {...(help !== undefined && { help })}
      />
      {isOn && (
        <fieldset className="inkling-block" aria-label={label}>
          <FieldsOf specs={within} path={asked.path} />
        </fieldset>
      )}
    </Stack>
  );
}

/** What was removed leaves the focus at what adds another one. */
export function ListField(asked: Asked) {
  const words = useWords(CAMPAIGN_BUILDER);
  const format = useFormat();
  const { label, noted } = useFieldWords(asked);
  const { draft, put } = useForm();
  const adder = useRef<HTMLDivElement>(null);
  const { within = [], fresh } = asked.spec;
  const value = readAt(draft, asked.path);
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const remove = (place: number): void => {
    const rest = items.filter((_, other) => other !== place);
    put(asked.path, rest.length === 0 ? undefined : rest);
    adder.current?.querySelector('button')?.focus();
  };
  return (
    <Stack>
      <Text look="strong">{label}</Text>
      {noted.fault !== undefined && items.length === 0 && <Text look="bad">{noted.fault}</Text>}
      {items.map((_, place) => {
        const name = words.one(label, format.count(place + 1));
        return (
          <fieldset className="inkling-block" key={name} aria-label={name}>
            <FieldsOf specs={within} path={[...asked.path, place]} />
            <Inline>
              <Button onPress={() => remove(place)}>{words.remove(name)}</Button>
            </Inline>
          </fieldset>
        );
      })}
      <div ref={adder}>
        <Button onPress={() => put(asked.path, [...items, fresh])} label={`${label}: ${words.addOne}`}>
          {words.addOne}
        </Button>
      </div>
    </Stack>
  );
}
