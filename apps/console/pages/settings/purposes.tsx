/** What an answer that nobody gave means: left open, or these purposes. */
import { Checkbox, Select, Stack } from '../../ui/ui.ts';
import { PURPOSES, purposesOf } from '../../view-models/settings.ts';
import { SETTINGS } from '../../words/settings.ts';
import { useWords } from '../console.ts';

type PurposesFieldProps = {
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (text: string) => void;
};

export function PurposesField({ value, onChange, ...noted }: PurposesFieldProps) {
  const { purposes: words } = useWords(SETTINGS);
  const stated = purposesOf(value);
  const put = (next: Readonly<Record<string, boolean>> | null): void => onChange(JSON.stringify(next));
  return (
    <Stack>
      <Select
        {...noted}
        value={stated === null ? 'open' : 'stated'}
        options={[
          { value: 'open', label: words.open },
          { value: 'stated', label: words.stated },
        ]}
        onChange={(chosen) => put(chosen === 'open' ? null : {})}
      />
      {stated !== null &&
        PURPOSES.map((purpose) => (
          <Checkbox
            key={purpose}
            label={words[purpose]}
            isOn={stated[purpose] === true}
            onChange={(isOn) => put({ ...stated, [purpose]: isOn })}
          />
        ))}
    </Stack>
  );
}
