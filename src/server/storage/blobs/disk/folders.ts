import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'

/** Folders whose names are on disk: a file is only found again after a power cut when all of its folders are. */
export interface Folders {
  /** Makes the folder, durably. */
  make(folder: string): Promise<void>
  /** Makes the names of the files in it durable. */
  sync(folder: string): Promise<void>
  /** The folder and those in it were removed, or are thought to be. */
  forget(folder: string): void
}

export function createFolders(root: string): Folders {
  /** One a project and day that anything was put into since the start. */
  const made = new Map<string, Promise<void>>()

  async function makeNow(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true })
    // Also when they were there: a kill may have come between making and syncing them.
    for (let name = folder; name !== root && name !== path.dirname(name); ) {
      name = path.dirname(name)
      await syncFolder(name)
    }
  }

  return {
    make(folder) {
      const known = made.get(folder)
      if (known !== undefined) return known
      const making = makeNow(folder)
      made.set(folder, making)
      making.catch(() => made.delete(folder))
      return making
    },
    sync: syncFolder,
    forget(folder) {
      for (const name of made.keys()) if (name === folder || name.startsWith(folder + path.sep)) made.delete(name)
    },
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
