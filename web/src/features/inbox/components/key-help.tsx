import { Kbd, Modal } from "@mantine/core";
import { t } from "../../../messages";
import css from "../inbox.module.css";

export default function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.inbox.keysTitle}
      size="xs"
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      <dl className={css.keys}>
        {t.inbox.keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              {key.split(" ").map((each) => (
                <Kbd key={each} size="xs">
                  {each}
                </Kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
