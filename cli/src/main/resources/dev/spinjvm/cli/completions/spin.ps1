# Completion of spin for PowerShell. Load it with: spin completions powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName spin -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    $index = $words.Count
    if ($wordToComplete -ne '') { $index-- }
    # Where files are wanted nothing is answered, and PowerShell offers its own.
    & $words[0] complete --shell powershell --index $index '--' $words 2>$null | Select-Object -Skip 1 | ForEach-Object {
        $value, $description = $_ -split "`t", 2
        if (-not $description) { $description = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
    }
}
