// Drivers that are wrong in how they mount shares.
import { DriverError } from "@virt-driver-kit/spec";

import { faulty, misreporting, skipping } from "./faulty.ts";
import { hiding, type Mutant, replacing, within } from "./mutant.ts";

/** Who uses which share, as the calls tell that succeeded; an instance is in a list as often as it mounted. */
class Users {
  readonly #users = new Map<string, string[]>();

  of(shareId: string): string[] {
    return this.#users.get(shareId) ?? [];
  }

  add(shareId: string, user: string): void {
    this.#users.set(shareId, [...this.of(shareId), user]);
  }

  /** Takes a user out, once. */
  remove(shareId: string, user: string): void {
    const users = [...this.of(shareId)];
    const index = users.indexOf(user);
    if (index !== -1) users.splice(index, 1);
    this.#users.set(shareId, users);
  }
}

/** The mutants of the operations on shares. */
export const sharesMutants: readonly Mutant[] = [
  {
    id: "mountShare/counts-an-instance-once: counts calls",
    requirement: "mountShare/counts-an-instance-once",
    title: "mountShare counts how often it was called",
    message: "isInUse of umountShare",
    only: ["mountShare/counts-an-instance-once"],
    driver: replacing((driver) => {
      const users = new Users();
      return {
        mountShare: async (params, call) => {
          const answer = await driver.mountShare(params, call);
          users.add(params.share.shareId, params.instanceUuid);
          return answer;
        },
        umountShare: async (params, call) => {
          const { instanceUuid, share } = params;
          users.remove(share.shareId, instanceUuid);
          if (users.of(share.shareId).includes(instanceUuid)) return { isInUse: true };
          const { isInUse } = await driver.umountShare(params, call);
          return { isInUse: isInUse || users.of(share.shareId).length > 0 };
        },
      };
    }),
  },
  {
    id: "mountShare/failed-mount-leaves-nothing: counts first",
    requirement: "mountShare/failed-mount-leaves-nothing",
    title: "mountShare counts the instance before it mounts, also if that fails",
    message: "isInUse of umountShare",
    only: ["mountShare/failed-mount-leaves-nothing"],
    driver: replacing((driver) => {
      const users = new Users();
      return {
        mountShare: (params, call) => {
          users.add(params.share.shareId, params.instanceUuid);
          return driver.mountShare(params, call);
        },
        umountShare: async (params, call) => {
          const { instanceUuid, share } = params;
          const { isInUse } = await driver.umountShare(params, call);
          users.remove(share.shareId, instanceUuid);
          return { isInUse: isInUse || users.of(share.shareId).length > 0 };
        },
      };
    }),
  },
  {
    id: "mountShare/failed-mount-leaves-nothing: does not look",
    requirement: "mountShare/failed-mount-leaves-nothing",
    title: "mountShare succeeds whether or not the server answers",
    message: "succeeded instead of being refused with SHARE_MOUNT_FAILED or SHARE_NOT_FOUND",
    only: ["mountShare/failed-mount-leaves-nothing"],
    driver: replacing((driver) => ({
      mountShare: (params, call) =>
        hiding(
          hiding(driver.mountShare(params, call), "SHARE_MOUNT_FAILED", () => ({})),
          "SHARE_NOT_FOUND",
          () => ({}),
        ),
    })),
  },
  {
    id: "umountShare/keeps-it-for-others: takes it from all",
    requirement: "umountShare/keeps-it-for-others",
    title: "umountShare unmounts the share under its other users",
    message: "answered SHARE_MOUNT_FAILED",
    only: ["umountShare/*"],
    alsoBreaks: ["umountShare/unused-share-succeeds"],
    driver: replacing((driver) => {
      const users = new Users();
      return {
        mountShare: async (params, call) => {
          users.add(params.share.shareId, params.instanceUuid);
          return driver.mountShare(params, call);
        },
        umountShare: async (params, call) => {
          const { instanceUuid, share } = params;
          users.remove(share.shareId, instanceUuid);
          for (const user of users.of(share.shareId))
            await driver.umountShare({ ...params, instanceUuid: user }, within(call));
          await driver.umountShare(params, call);
          return { isInUse: users.of(share.shareId).length > 0 };
        },
      };
    }),
  },
  {
    id: "umountShare/keeps-it-for-others: always unused",
    requirement: "umountShare/keeps-it-for-others",
    title: "umountShare always says that nobody else uses the share",
    message: "isInUse of umountShare",
    alsoBreaks: [
      "mountShare/counts-an-instance-once",
      "mountShare/failed-mount-leaves-nothing",
      "umountShare/unused-share-succeeds",
    ],
    driver: faulty(misreporting("umountShare", { pointer: "/isInUse", json: "false" })),
  },
  {
    id: "umountShare/keeps-it-for-others: leaves it",
    requirement: "umountShare/keeps-it-for-others",
    title: "umountShare of the last user leaves the share mounted",
    message: "succeeded instead of being refused with SHARE_MOUNT_FAILED",
    only: ["umountShare/keeps-it-for-others[last]"],
    driver: faulty(skipping("umountShare", "unmountShare")),
  },
  {
    id: "umountShare/unused-share-succeeds: refused",
    requirement: "umountShare/unused-share-succeeds",
    title: "umountShare of a share that the instance does not use is refused",
    message: "answered SHARE_MOUNT_FAILED",
    only: ["umountShare/unused-share-succeeds"],
    driver: replacing((driver) => {
      const users = new Users();
      return {
        mountShare: async (params, call) => {
          users.add(params.share.shareId, params.instanceUuid);
          return driver.mountShare(params, call);
        },
        umountShare: async (params, call) => {
          const { instanceUuid, share } = params;
          if (!users.of(share.shareId).includes(instanceUuid)) {
            throw new DriverError("SHARE_MOUNT_FAILED", `Cannot unmount share "${share.shareId}": it is not in use`, {
              effect: "none",
              details: { shareId: share.shareId },
            });
          }
          users.remove(share.shareId, instanceUuid);
          return driver.umountShare(params, call);
        },
      };
    }),
  },
  {
    id: "umountShare/unused-share-succeeds: counts another off",
    requirement: "umountShare/unused-share-succeeds",
    title: "umountShare of an instance that does not use the share counts somebody else off",
    message: "isInUse of umountShare",
    only: ["umountShare/unused-share-succeeds"],
    driver: replacing((driver) => {
      const users = new Users();
      return {
        mountShare: async (params, call) => {
          users.add(params.share.shareId, params.instanceUuid);
          return driver.mountShare(params, call);
        },
        umountShare: async (params, call) => {
          const { share } = params;
          const known = users.of(share.shareId);
          const first = known.includes(params.instanceUuid) ? undefined : known[0];
          users.remove(share.shareId, first ?? params.instanceUuid);
          const { isInUse } = await driver.umountShare({ ...params, instanceUuid: first ?? params.instanceUuid }, call);
          return { isInUse: isInUse || first !== undefined };
        },
      };
    }),
  },
];
