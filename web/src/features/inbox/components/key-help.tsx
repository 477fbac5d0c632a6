import { Kbd, Modal } from "@mantine/core";
import { t } from "../../../messages";
import css from "../inbox.module.css";

export function KeyHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={isOpen}
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
