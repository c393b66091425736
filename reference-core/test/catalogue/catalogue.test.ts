// Flavors and images, as the operator names them.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

function file(content: string | Buffer): string {
  const path = join(temporaryDirectory(), "image");
  writeFileSync(path, content);
  return path;
}

test("a flavor is read from its name and three numbers", async () => {
  const { flavors } = await loadCatalogue(["m1.small=2:512:0"], []);
  expect(flavors).toEqual([{ name: "m1.small", vcpus: 2, memoryMib: 512, rootGib: 0 }]);
});

test.each(["small", "small=1:2", "small=0:512:1", "small=1:0:1", "small=a:b:c", "=1:2:3", "small=1:2:3:4"])(
  'the flavor "%s" is refused with an example',
  async (text) => {
    await expect(loadCatalogue([text], [])).rejects.toThrow(
      `Cannot read flavor "${text}": write name=vcpus:memoryMib:rootGib`,
    );
  },
);

test("an image has the size and digest of its file, and an id that follows from name and content", async () => {
  const path = file("content");
  const { images } = await loadCatalogue([], [`cirros=${path}`]);
  const sha256 = createHash("sha256").update("content").digest("hex");
  const [image] = images;
  expect(image).toEqual({
    id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-8/u),
    name: "cirros",
    diskFormat: "raw",
    sizeBytes: 7,
    sha256,
    path,
  });
  expect((await loadCatalogue([], [`cirros=${file("content")}`])).images[0]?.id).toBe(image?.id);
  expect((await loadCatalogue([], [`cirros=${file("other")}`])).images[0]?.id).not.toBe(image?.id);
  expect((await loadCatalogue([], [`fedora=${path}`])).images[0]?.id).not.toBe(image?.id);
});

test("a qcow2 image is known by its first bytes", async () => {
  const { images } = await loadCatalogue([], [`a=${file(Buffer.from([0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3]))}`]);
  expect(images[0]?.diskFormat).toBe("qcow2");
});

test.each([
  ["cirros", "write name=path"],
  ["cirros=/nowhere/at/all", "no such file or directory"],
  ["cirros=/", "EISDIR"],
])('the image "%s" is refused', async (text, reason) => {
  await expect(loadCatalogue([], [text])).rejects.toThrow(reason);
});

test("an empty image, or two of one name, are refused", async () => {
  await expect(loadCatalogue([], [`cirros=${file("")}`])).rejects.toThrow("is empty");
  const path = file("content");
  await expect(loadCatalogue([], [`a=${path}`, `a=${path}`])).rejects.toThrow(
    'Cannot use the images given: two have the name "a"',
  );
  await expect(loadCatalogue(["a=1:1:1", "a=1:2:1"], [])).rejects.toThrow(
    'Cannot use the flavors given: two have the name "a"',
  );
});
