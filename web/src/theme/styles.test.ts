import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const OWN = "node_modules/@mantine/core/styles";

it("has the styles of all that is used of Mantine", () => {
  const taken = readFileSync("src/theme/mantine.css", "utf8");
  const used = globSync("src/**/*.tsx").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/import\s*\{([^}]*)\}\s*from "@mantine\/core"/g)].flatMap(
      (found) => (found[1] ?? "").split(",").map((name) => name.trim()),
    ),
  );
  const styled = [...new Set(used)].filter((name) => existsSync(`${OWN}/${name}.layer.css`));
  expect(styled.length).toBeGreaterThan(10);
  expect(styled.filter((name) => !taken.includes(`/${name}.layer.css`))).toEqual([]);
});
