# Completion of tracker in Windows PowerShell 5.1 and PowerShell 7.
Register-ArgumentCompleter -Native -CommandName tracker, tracker.exe -ScriptBlock {
    param($word, $ast, $cursor)
    $length = $cursor - $ast.Extent.StartOffset
    $line = $ast.Extent.Text.PadRight($length).Substring(0, $length)
    $encoding = [Console]::OutputEncoding
    try {
        $env:TRACKER_LINE = $line
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $answer = @(& tracker __complete powershell 2>$null)
    } finally {
        [Console]::OutputEncoding = $encoding
        Remove-Item Env:TRACKER_LINE -ErrorAction SilentlyContinue
    }
    $answer | Select-Object -Skip 1 | ForEach-Object {
        $value, $about = $_ -split "`t", 2
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
    }
}
