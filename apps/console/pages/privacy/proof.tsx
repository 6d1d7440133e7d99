/** What the records say of the promises: as `inkling prove` says it, but for the trial, which runs on the machine. */
import { useCallback } from 'react';
import type { ProofAnswer } from '../../api/answers/privacy.ts';
import { CopyText } from '../../ui/copy.tsx';
import { useLive } from '../../ui/live.ts';
import { saveFile } from '../../ui/save-file.ts';
import { Badge, Banner, Button, Card, Disclosure, Table, Text } from '../../ui/ui.ts';
import { sumEgress, viewFindings, viewSalts } from '../../view-models/proof.ts';
import { PRIVACY } from '../../words/privacy.ts';
import { RECORDS } from '../../words/records.ts';
import { useConsole, useFormat, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';

type Shown = { readonly proof: ProofAnswer };

export function ProofPart() {
  const { api } = useConsole();
  const ask = useCallback(() => api.get<ProofAnswer>('/v1/privacy/proof'), [api]);
  const live = useLive(ask, null);
  return (
    <Loaded live={live}>
      {(proof) => (
        <>
          <Findings proof={proof} />
          <Salts proof={proof} />
          <Egress proof={proof} />
          <Trial />
          <NotProven proof={proof} />
        </>
      )}
    </Loaded>
  );
}

function Findings({ proof }: Shown) {
  const { proof: words } = useWords(RECORDS);
  const format = useFormat();
  const broken = proof.findings.filter(({ holds }) => !holds).length;
  const { about, state, says } = words.columns;
  return (
    <Card title={words.title}>
      {broken === 0 ? (
        <Text>{words.holds}</Text>
      ) : (
        <Banner tone="warning" title={words.broken(format.count(broken))} />
      )}
      <Table
        label={words.title}
        columns={[{ title: about }, { title: state }, { title: says }]}
        rows={viewFindings(proof, words).map((row) => ({
          key: row.key,
          cells: [
            row.about,
            <Badge key="state" tone={row.badge.tone}>
              {row.badge.text}
            </Badge>,
            <span key="says" lang="en">
              {row.says}
            </span>,
          ],
        }))}
      />
      <Text look="quiet">{words.inEnglish}</Text>
      <div>
        <Button onPress={() => saveFile('inkling-proof.json', JSON.stringify(proof, null, 2))}>
          {words.save}
        </Button>
      </div>
    </Card>
  );
}

function Salts({ proof }: Shown) {
  const { proof: words } = useWords(RECORDS);
  const format = useFormat();
  const { live, destroyed } = proof.salts;
  const { day, made, gone, after } = words.saltColumns;
  return (
    <Card title={words.salts}>
      <Text look="quiet">{words.saltsText(format.count(live.length), format.count(destroyed.length))}</Text>
      {destroyed.length === 0 ? (
        <Text>{words.noSalts}</Text>
      ) : (
        <Table
          label={words.salts}
          columns={[{ title: day }, { title: made }, { title: gone }, { title: after, isNumber: true }]}
          rows={viewSalts(proof, words, format).map((row) => ({
            key: row.key,
            cells: [row.day, row.made, row.gone, row.after],
          }))}
        />
      )}
    </Card>
  );
}

function Egress({ proof }: Shown) {
  const { proof: words } = useWords(RECORDS);
  const format = useFormat();
  const sums = sumEgress(proof.egress);
  const { to, sent, failed, consent, gpc, objection, other } = words.egressColumns;
  const numbers = [sent, failed, consent, gpc, objection, other];
  return (
    <Card title={words.egress}>
      <Text look="quiet">{sums.length === 0 ? words.noEgress : words.egressText}</Text>
      {sums.length > 0 && (
        <Table
          label={words.egress}
          columns={[{ title: to }, ...numbers.map((title) => ({ title, isNumber: true }))]}
          rows={sums.map(({ key, heldBack, ...sum }) => ({
            key,
            cells: [
              key,
              ...[
                sum.sent,
                sum.failed,
                heldBack.consent,
                heldBack.gpc,
                heldBack.objection,
                heldBack.other,
              ].map(format.count),
            ],
          }))}
        />
      )}
    </Card>
  );
}

function Trial() {
  const { notify, site } = useConsole();
  const { proof: words } = useWords(RECORDS);
  const shared = useWords(PRIVACY);
  return (
    <Card title={words.canary}>
      <Text>{words.canaryText}</Text>
      <CopyText
        label={words.canaryLabel}
        text={`npm run --silent inkling -- prove --site ${site.site}`}
        copy={shared.copy}
        onCopied={(isCopied) => notify(isCopied ? shared.copied : shared.marked)}
      />
    </Card>
  );
}

function NotProven({ proof }: Shown) {
  const { proof: words } = useWords(RECORDS);
  return (
    <Card>
      <Disclosure title={words.notProven}>
        <Text look="quiet">{words.inEnglish}</Text>
        <ul>
          {proof.notProven.map((line) => (
            <li key={line} lang="en">
              {line}
            </li>
          ))}
        </ul>
      </Disclosure>
    </Card>
  );
}
