import { useRef, useState } from "react";
import { change, newRequestIds } from "../api/command";
import { directory } from "../api/directory";
import { useCaller } from "../app/session";
import { areas } from "../gen/areas";
import type { Offer } from "../gen/rufaa/directory/v1/directory_pb";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Checkbox, Checkboxes, SelectField, TextField } from "../ui/Field";
import { SimpleForm } from "../ui/SimpleForm";

export function Withdraw({ offer, onDone }: { offer: Offer; onDone: () => void }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  const ids = useRef(newRequestIds());
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {t.beds.withdraw}
      </Button>
      {open && (
        <Dialog
          title={`${t.beds.withdraw}: ${offer.displayName || offer.offer}`}
          onClose={() => setOpen(false)}
        >
          <SimpleForm
            submit={t.beds.withdraw}
            look="warning"
            onCancel={() => setOpen(false)}
            onSubmit={async (data) => {
              const body = {
                agency: offer.agency,
                offer: offer.offer,
                reason: String(data.get("reason")),
              };
              await change(ids, body, (request) => directory.withdrawOffer(request));
              setOpen(false);
              onDone();
            }}
          >
            <TextField label={t.beds.withdrawWhy} name="reason" maxLength={200} required />
          </SimpleForm>
        </Dialog>
      )}
    </>
  );
}

export function PublishOffer({ onDone }: { onDone: () => void }) {
  const { t, choices } = useI18n();
  const { agency } = useCaller();
  const [open, setOpen] = useState(false);
  const ids = useRef(newRequestIds());
  const words = t.beds;
  const publish = async (data: FormData) => {
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const id = text("name")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 40);
    const body = {
      agency,
      offer: `${agency}-${id}`.slice(0, 64),
      displayName: text("name"),
      services: data.getAll("services").map(String),
      destination: text("destination"),
      sex: text("sex"),
      ageMin: Number(text("from")) || 0,
      ageMax: Number(text("to")) || 0,
      subcounties: data.getAll("subcounties").map(String),
      hours: text("hours"),
      hasBeds: data.get("beds") === "on",
      unit: data.get("beds") === "on" ? text("unit") : "",
      total: data.get("beds") === "on" ? Number(text("total")) || 0 : 0,
    };
    await change(ids, body, (request) => directory.publishOffer(request));
    setOpen(false);
    onDone();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{words.publish}</Button>
      {open && (
        <Dialog wide title={words.publish} onClose={() => setOpen(false)}>
          <SimpleForm submit={words.publish} onCancel={() => setOpen(false)} onSubmit={publish}>
            <TextField label={words.name} name="name" maxLength={60} required />
            <Checkboxes
              label={words.services}
              name="services"
              choices={choices("referral_reason")}
            />
            <SelectField
              label={words.destination}
              name="destination"
              required
              empty={t.choose}
              choices={choices("referral_destination")}
            />
            <SelectField label={words.sex} name="sex" empty={words.any} choices={choices("sex")} />
            <TextField
              label={words.ageMin}
              name="from"
              type="number"
              min={0}
              max={17}
              defaultValue={0}
            />
            <TextField
              label={words.ageMax}
              name="to"
              type="number"
              min={0}
              max={17}
              defaultValue={17}
            />
            <Checkboxes
              label={words.subcounties}
              hint={words.everywhere}
              name="subcounties"
              choices={Object.entries(areas).map(([id, area]) => [id, area.name] as const)}
            />
            <TextField label={t.optional(words.hours)} name="hours" maxLength={120} />
            <Checkbox label={words.countsBeds} name="beds" />
            <SelectField label={words.unit} name="unit" choices={Object.entries(words.units)} />
            <TextField
              label={words.total}
              name="total"
              type="number"
              min={0}
              max={1000}
              defaultValue={0}
            />
          </SimpleForm>
        </Dialog>
      )}
    </>
  );
}
