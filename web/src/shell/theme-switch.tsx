import { useState } from 'react'
import { chooseTheme, chosenTheme, themes } from './theme.ts'

const words = { system: 'System', light: 'Light', dark: 'Dark' } as const

export function ThemeSwitch() {
  const [theme, setTheme] = useState(chosenTheme)
  return (
    <select
      className="quiet"
      aria-label="Theme"
      value={theme}
      onChange={(event) => {
        const chosen = themes.find((one) => one === event.target.value) ?? 'system'
        chooseTheme(chosen)
        setTheme(chosen)
      }}
    >
      {themes.map((one) => (
        <option key={one} value={one}>
          {words[one]}
        </option>
      ))}
    </select>
  )
}
