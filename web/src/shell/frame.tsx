import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { signOut } from '../api/session.ts'
import { tell, Toasts } from '../components/toast.tsx'
import { useLiveState } from './live-state.ts'
import { MonthChoice } from './month-choice.tsx'
import { NavigationList } from './navigation-list.tsx'
import { screens } from './navigation.ts'
import { useSession } from './session-context.ts'
import { ThemeSwitch } from './theme-switch.tsx'
import { listenToKeys, useKeys, type KeyAction } from './use-keys.ts'
import { useMonth } from './use-month.ts'

const CommandPalette = lazy(async () => ({ default: (await import('./palette/command-palette.tsx')).CommandPalette }))
const KeyHelp = lazy(async () => ({ default: (await import('./key-help.tsx')).KeyHelp }))

/** What is around every screen: the bar with the month, the list of screens, the palette, the keys, the toasts. */
export function Frame() {
  const { month } = useMonth()
  const [shown, setShown] = useState<'palette' | 'keys'>()
  const [menuIsOpen, setMenuOpen] = useState(false)
  useEffect(listenToKeys, [])
  useLiveState()
  useScreenKeys(month, setShown)
  usePaletteKey(setShown)
  const close = () => {
    setShown(undefined)
  }
  return (
    <>
      <a className="skip" href="#screen">
        To the screen
      </a>
      <Bar
        openPalette={() => {
          setShown('palette')
        }}
        menu={{ isOpen: menuIsOpen, set: setMenuOpen }}
      />
      <div
        className={menuIsOpen ? 'frame menu-open' : 'frame'}
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest('.screens a') !== null) setMenuOpen(false)
        }}
      >
        <NavigationList month={month} />
        <main id="screen">
          <Outlet />
        </main>
      </div>
      <Toasts />
      <Suspense>
        {shown === 'palette' ? <CommandPalette close={close} /> : null}
        {shown === 'keys' ? <KeyHelp close={close} /> : null}
      </Suspense>
    </>
  )
}

function Bar({
  openPalette,
  menu,
}: {
  openPalette: () => void
  menu: { readonly isOpen: boolean; readonly set: (isOpen: boolean) => void }
}) {
  const { operator, organization } = useSession()
  const cache = useQueryClient()
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      cache.clear()
      window.location.assign('/')
    },
    onError: (error) => {
      tell(error.message, 'failed')
    },
  })
  return (
    <header className="bar">
      <button
        type="button"
        className="quiet menu"
        aria-expanded={menu.isOpen}
        aria-label="Screens"
        onClick={() => {
          menu.set(!menu.isOpen)
        }}
      >
        ☰
      </button>
      <strong>SeatLedger</strong>
      <span className="organization">{organization.name}</span>
      <MonthChoice />
      <button type="button" className="find push" onClick={openPalette}>
        Find <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <ThemeSwitch />
      <span className="operator">
        {operator.name}, {operator.role}
      </span>
      <button
        type="button"
        className="quiet"
        disabled={leave.isPending}
        onClick={() => {
          leave.mutate()
        }}
      >
        Sign out
      </button>
    </header>
  )
}

/** `g` and a letter go to a screen; `?` shows the keys. */
function useScreenKeys(month: string | undefined, show: (what: 'keys') => void): void {
  const navigate = useNavigate()
  const goTo = screens.flatMap((screen): KeyAction[] => {
    const action = { keys: `g ${screen.key}`, does: `go to ${screen.label}` }
    if (screen.scope === 'organization') return [{ ...action, run: () => void navigate({ to: screen.to }) }]
    return month === undefined ? [] : [{ ...action, run: () => void navigate({ to: screen.to, params: { month } }) }]
  })
  const help = {
    keys: '?',
    does: 'show these keys',
    run: () => {
      show('keys')
    },
  }
  useKeys([...goTo, help])
}

/** Ctrl-K, or Cmd-K, from anywhere: also while typing. */
function usePaletteKey(show: (what: 'palette') => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey) || document.querySelector('dialog[open]') !== null)
        return
      event.preventDefault()
      show('palette')
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
    }
  }, [show])
}
