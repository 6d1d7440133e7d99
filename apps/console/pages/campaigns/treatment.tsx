/** What an arm or a step shows: its kind, and the fields of that kind, beside how it looks. */
import { Select, Stack } from '../../ui/ui.ts';
import { isFields, readAt } from '../../view-models/campaigns-document.ts';
import { treatmentFieldsOf } from '../../view-models/campaigns-fields.ts';
import { kindsFor, readKind, turnInto } from '../../view-models/campaigns-treatments.ts';
import { FieldsOf } from './asked.tsx';
import { type Asked, useFieldWords, useForm } from './form.ts';
import { Preview } from './preview.tsx';

const CONTROL = 'none';

export function TreatmentField({ path, spec }: Asked) {
  const { label, optionOf } = useFieldWords({ path: [...path, 'kind'], spec: { ...spec, word: 'kind' } });
  const { draft, put } = useForm();
  const treatment = readAt(draft, path);
  const kind = isFields(treatment) ? String(treatment.kind) : CONTROL;
  // Steps have no control arm of their own.
  const kinds = [...(path[0] === 'variants' ? [CONTROL] : []), ...kindsFor(draft.channel, draft.trigger)];
  const options = kinds.includes(kind) ? kinds : [kind, ...kinds];
  const choose = (next: string): void => {
    const known = readKind(next);
    put(path, known === null ? null : turnInto(known, treatment));
  };
  return (
    <div className="inkling-beside">
      <Stack gap="wide">
        <Select
          label={label}
          value={kind}
          options={options.map((value) => ({ value, label: optionOf(value) }))}
          onChange={choose}
        />
        <FieldsOf key={kind} specs={treatmentFieldsOf(treatment)} path={path} />
      </Stack>
      <Preview treatment={treatment} name={String(readAt(draft, [...path.slice(0, -1), 'key']) ?? label)} />
    </div>
  );
}
