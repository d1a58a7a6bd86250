// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The arming schedule of a camera: one week for all conditions, and others for single ones.
import { useEffect, useId, useState } from "preact/hooks";
import type { Arming } from "../api/client";
import type * as Api from "../api/types";
import {
  HOLIDAY,
  scheduleOf,
  setDay,
  settingsOfSchedule,
  wholeWeek,
  type Schedule,
  type Week,
} from "../lib/arming";
import { may } from "../state/session";
import { text } from "../text";
import { CheckField } from "./CheckField";
import { Choice } from "./Choice";
import { CopyDay } from "./CopyDay";
import { ErrorNotice } from "./ErrorNotice";
import { Field } from "./Field";
import { Holidays } from "./Holidays";
import { PeriodFields } from "./PeriodFields";
import { useSubmit } from "./useSubmit";
import { WeekBars, type Chosen } from "./WeekBars";
import { ZoneField } from "./ZoneField";

const words = text.arming;
const UNDO_MAX = 100;

type Props = {
  arming: Arming;
  save: (schedule: Api.ArmingSchedule, of: Arming) => Promise<void>;
};

/** of: what the daemon had when the drawing began. */
type Drawing = { now: Schedule; before: Schedule[]; stored: Schedule; of: Arming };

const begin = (of: Arming): Drawing => {
  const stored = scheduleOf(of.schedule);
  return { now: stored, before: [], stored, of };
};

const same = (a: Schedule, b: Schedule): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What is drawn, with its undo, and the question of the browser before it is lost. */
function useDrawing(arming: Arming) {
  const [drawing, setDrawing] = useState<Drawing>(() => begin(arming));
  const unsaved = drawing.now !== drawing.stored;
  // What others draw is shown while nothing is drawn here.
  useEffect(() => {
    setDrawing((old) => {
      const idle = old.now === old.stored;
      return idle && !same(old.stored, scheduleOf(arming.schedule)) ? begin(arming) : old;
    });
  }, [arming]);
  useEffect(() => {
    if (!unsaved) return;
    const keep = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", keep);
    return () => removeEventListener("beforeunload", keep);
  }, [unsaved]);
  return {
    schedule: drawing.now,
    of: drawing.of,
    unsaved,
    canUndo: drawing.before.length > 0,
    change: (change: Partial<Schedule>): void =>
      setDrawing((old) => ({
        ...old,
        now: { ...old.now, ...change },
        before: [...old.before, old.now].slice(-UNDO_MAX),
      })),
    undo: (): void =>
      setDrawing((old) => {
        const now = old.before.at(-1);
        return now ? { ...old, now, before: old.before.slice(0, -1) } : old;
      }),
    saved: (stored: Schedule): void => setDrawing((old) => ({ ...old, stored })),
    loadTheirs: (): void => setDrawing(begin(arming)),
  };
}

export function ArmingEditor({ arming, save }: Props) {
  const { schedule, of, unsaved, canUndo, change, undo, saved, loadTheirs } = useDrawing(arming);
  const [condition, setCondition] = useState("");
  const id = useId();
  const { busy, error, onSubmit } = useSubmit(async () => {
    await save(settingsOfSchedule(schedule), of);
    saved(schedule);
  }, loadTheirs);
  const setWeek = (week: Week | null): void => {
    if (condition === "") return change({ week });
    const { [condition]: _, ...others } = schedule.own;
    change({ own: week ? { ...others, [condition]: week } : others });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (event.key !== "z" || typing || !(event.ctrlKey || event.metaKey)) return;
    undo();
    event.preventDefault();
  };
  return (
    <section class="panel arming-editor" aria-labelledby={id} onKeyDown={onKeyDown}>
      <h2 id={id}>{words.schedule}</h2>
      <ConditionChoice
        names={Object.keys(arming.armed)}
        own={schedule.own}
        value={condition}
        onChange={setCondition}
      />
      <WeekEditor
        key={condition}
        week={(condition === "" ? schedule.week : schedule.own[condition]) ?? null}
        without={condition === "" ? words.always : words.asOthers}
        set={setWeek}
      />
      <Holidays dates={schedule.holidays} onChange={(holidays) => change({ holidays })} />
      <Zone zone={schedule.zone} onChange={(zone) => change({ zone })} />
      <p class="field-help" role="status">
        {unsaved ? text.areas.unsaved : words.stored}
      </p>
      <form class="form-actions" onSubmit={onSubmit}>
        <button type="submit" class="button button-main" disabled={busy || !unsaved || !may("operator")}>
          {words.save}
        </button>
        <button type="button" class="button" disabled={!canUndo} onClick={undo}>
          {text.areas.undo}
        </button>
      </form>
      <ErrorNotice error={error} />
    </section>
  );
}

type ConditionChoiceProps = {
  names: readonly string[];
  own: Readonly<Record<string, Week>>;
  value: string;
  onChange: (name: string) => void;
};

function ConditionChoice({ names, own, value, onChange }: ConditionChoiceProps) {
  return (
    <Field label={words.condition}>
      {({ id }) => (
        <select
          id={id}
          name="arming-condition"
          class="input input-select"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          <option value="">{words.allOthers}</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {text.events.condition(name)}
              {own[name] && words.hasOwn}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

type WeekEditorProps = {
  week: Week | null;
  /** What holds when there is none. */
  without: string;
  set: (week: Week | null) => void;
};

function WeekEditor({ week, without, set }: WeekEditorProps) {
  const [chosen, choose] = useState<Chosen | null>(null);
  const [copied, setCopied] = useState<number | null>(null);
  return (
    <>
      <Choice
        label={words.when}
        options={{ without, week: words.bySchedule }}
        value={week ? "week" : "without"}
        onChange={(how) => set(how === "week" ? wholeWeek() : null)}
      />
      {week && (
        <>
          <p class="field-help">{words.help}</p>
          <WeekBars week={week} chosen={chosen} choose={choose} commit={set} copy={setCopied} />
          {copied !== null && (
            <CopyDay week={week} day={copied} commit={set} close={() => setCopied(null)} />
          )}
          {chosen && (
            <PeriodFields
              week={week}
              chosen={chosen}
              commit={set}
              forget={() => choose(null)}
            />
          )}
          <CheckField
            label={words.holidayBar}
            help={words.holidayHelp}
            name="arming-holiday"
            checked={week[HOLIDAY] !== null}
            onChange={(has) => set(setDay(week, HOLIDAY, has ? [] : null))}
          />
        </>
      )}
    </>
  );
}

function Zone({ zone, onChange }: { zone: string; onChange: (zone: string) => void }) {
  const [typed, setTyped] = useState(zone);
  useEffect(() => setTyped(zone), [zone]);
  return (
    <ZoneField
      label={words.zone}
      help={words.zoneHelp}
      zone={typed}
      onChange={setTyped}
      onDone={onChange}
    />
  );
}
