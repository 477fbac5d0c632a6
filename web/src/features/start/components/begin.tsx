/** Starting one: its form, and by what name people will know it. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowLeft } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, hasCode, type shapes } from "../../../api";
import { FormView } from "../../../components/form";
import { asksNothing } from "../../../components/form/conditions";
import type { Values } from "../../../components/form/values";
import { Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { startForm } from "../queries";
import css from "../start.module.css";

const NOTHING: shapes.Form = {
  key: null,
  format: null,
  name: null,
  version: null,
  definition_id: null,
  fields: [],
  source: null,
  data: {},
};

export function Begin({ of, onBack }: { of: shapes.Definition; onBack: () => void }) {
  const found = useQuery(startForm(of.id));
  const store = useQueryClient();
  const navigate = useNavigate();
  const [business, setBusiness] = useState("");
  const name = of.name ?? of.key;
  const start = useMutation({
    mutationFn: (variables: Values) => begin(of, variables, business.trim() || null),
    onSuccess: async (id) => {
      notifications.show({ message: t.start.started(name) });
      await store.invalidateQueries({ queryKey: ["tasks"] });
      await navigate(
        of.kind === "case"
          ? { to: "/cases/$id", params: { id } }
          : { to: "/processes/instances/$id", params: { id } },
      );
    },
    onError: (error) => {
      if (!hasCode(error, "form/invalid"))
        notifications.show({ color: "red", title: t.start.notStarted, message: error.message });
    },
  });
  const form = found.data?.form ?? NOTHING;
  return (
    <section className={css.one} aria-label={name}>
      <header className={css.head}>
        <ActionIcon className={css.back} aria-label={t.start.back} onClick={onBack}>
          <IconArrowLeft size={16} stroke={1.6} />
        </ActionIcon>
        <h2>{name}</h2>
        <span>{t.start.version(of.version)}</span>
      </header>
      {found.isPending && <LoadingRows rows={3} height={52} />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && (
        <div className={css.part}>
          {asksNothing(form) && <p className={css.quiet}>{t.start.nothingAsked}</p>}
          <FormView
            form={form}
            onSubmit={(values) => start.mutateAsync(values)}
            keys={(isSending) => (
              <Button type="submit" loading={isSending}>
                {t.start.go}
              </Button>
            )}
          >
            <TextInput
              mt="lg"
              label={t.start.business}
              description={t.start.businessHint}
              value={business}
              onChange={(event) => setBusiness(event.currentTarget.value)}
            />
          </FormView>
        </div>
      )}
    </section>
  );
}

async function begin(of: shapes.Definition, variables: Values, business_key: string | null): Promise<string> {
  if (of.kind === "case") {
    const started = await api.startCase({ case_definition_key: of.key, business_key, variables });
    return started.id;
  }
  const started = await api.submitStartForm(of.id, { variables, business_key });
  return started.id;
}
