// Builds the page to `web/dist/`, unless what is there is newer than every source of it. The browser tests begin with it.
import { buildPage, requireNode } from './bootstrap.mjs'

requireNode()
buildPage()
