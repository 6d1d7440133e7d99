/** One thing after the other, or then not. */
import { Box, Choice, Line, Remove, Tool } from '../../ui/builder.tsx';
import {
  removeFrom,
  replaceIn,
  startLength,
  startStep,
  withStepKind,
  withSteps,
} from '../../view-models/segment-form/change.ts';
import type { SequenceForm, StepField } from '../../view-models/segment-form/form.ts';
import { propertiesOf } from '../../view-models/segment-form/known.ts';
import { below, faultOfFrame } from '../../view-models/segment-form/places.ts';
import { SEGMENT_FORM } from '../../words/segment-form.ts';
import { useFormat, useWords } from '../console.ts';
import { AddWhere, Wheres } from './ask-fields.tsx';
import { useBuilding } from './building.ts';
import { type FieldProps, Length, Names, optionsOf, Source, Written } from './fields.tsx';

export function SequenceFields({ at, value, onChange }: FieldProps<SequenceForm>) {
  const words = useWords(SEGMENT_FORM);
  const { newId } = useBuilding();
  const { steps, per, within } = value;
  const set = (next: readonly StepField[]): void => onChange(withSteps(value, next));
  return (
    <>
      {steps.map((step, place) => (
        <Step
          key={step.id}
          at={below(below(at, 'sequence'), place)}
          place={place}
          value={step}
          onChange={(changed) => set(replaceIn(steps, changed))}
          onRemove={steps.length > 2 ? () => set(removeFrom(steps, step.id)) : null}
        />
      ))}
      <Line>
        <Tool onPress={() => set([...steps, startStep('event', newId)])}>{words.addStep}</Tool>
        {steps.at(-1)?.kind === 'event' && (
          <Tool onPress={() => set([...steps, startStep('absent', newId)])}>{words.addAbsence}</Tool>
        )}
        {per === null && (
          <Tool onPress={() => onChange({ ...value, per: 'product_id' })}>{words.addTie}</Tool>
        )}
      </Line>
      <Line>
        {per !== null && (
          <Written
            at={below(at, 'per')}
            label={words.tie}
            value={per}
            suggestions={propertiesOf(steps.flatMap(({ names }) => names.names.map(({ text }) => text)))}
            onChange={(next) => onChange({ ...value, per: next })}
          />
        )}
        {per !== null && (
          <Remove label={words.removeBound} onPress={() => onChange({ ...value, per: null })} />
        )}
        <Begun
          at={below(at, 'within')}
          value={within}
          onChange={(next) => onChange({ ...value, within: next })}
        />
      </Line>
    </>
  );
}

function Begun({ at, value, onChange }: FieldProps<SequenceForm['within']>) {
  const words = useWords(SEGMENT_FORM);
  const kind = value === null ? 'none' : value === 'lifetime' ? value : 'last';
  return (
    <>
      <Choice
        label={words.begun}
        value={kind}
        options={optionsOf(['none', 'last', 'lifetime'] as const, words.begunKinds)}
        onChange={(next) => onChange(next === 'none' ? null : next === 'last' ? startLength() : next)}
      />
      {value !== null && value !== 'lifetime' && <Length {...{ at, value, onChange }} />}
    </>
  );
}

type StepProps = FieldProps<StepField> & { readonly place: number; readonly onRemove: (() => void) | null };

function Step({ at, place, value, onChange, onRemove }: StepProps) {
  const words = useWords(SEGMENT_FORM);
  const format = useFormat();
  const { fault, draft } = useBuilding();
  const { kind, names, where, source, length } = value;
  const isAbsent = kind === 'absent';
  const set = (part: Partial<StepField>): void => onChange({ ...value, ...part });
  const title = words.step(format.count(place + 1));
  return (
    <Box
      title={title}
      look="part"
      fault={faultOfFrame(fault, draft, at, [])}
      head={
        place === 0 ? undefined : (
          <Choice
            label={title}
            value={kind}
            options={optionsOf(['event', 'absent'] as const, words.stepKinds)}
            onChange={(next) => onChange(withStepKind(value, next))}
          />
        )
      }
      tools={onRemove !== null && <Remove label={words.remove} onPress={onRemove} />}
    >
      <Names
        at={below(at, isAbsent ? 'absent' : 'event')}
        value={names}
        onChange={(next) => set({ names: next })}
      />
      <Line>
        {length !== null && (
          <Length
            at={below(at, isAbsent ? 'for' : 'within')}
            label={isAbsent ? words.stepFor : words.stepWithin}
            value={length}
            onChange={(next) => set({ length: next })}
          />
        )}
        {length !== null && !isAbsent && (
          <Remove label={words.removeBound} onPress={() => set({ length: null })} />
        )}
        {source !== '' && (
          <Source at={below(at, 'source')} value={source} onChange={(next) => set({ source: next })} />
        )}
      </Line>
      <Wheres
        at={at}
        value={where}
        suggestions={propertiesOf(names.names.map(({ text }) => text))}
        onChange={(next) => set({ where: next })}
      />
      <Line>
        {place > 0 && length === null && (
          <Tool onPress={() => set({ length: startLength() })}>{words.addStepWithin}</Tool>
        )}
        <AddWhere value={where} onChange={(next) => set({ where: next })} />
        {source === '' && <Tool onPress={() => set({ source: 'web' })}>{words.addSource}</Tool>}
      </Line>
    </Box>
  );
}
