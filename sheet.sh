# sheet.sh name cols : contact sheet of name-*.png
cd /tmp/word; { echo "<body style='margin:0;background:#888'>"; for f in $1-*.png; do echo "<img src=$f style='margin:3px;width:$((1560/$2))px'>"; done; } > $1.html
n=$(ls $1-*.png | wc -l); rows=$(( (n+$2-1)/$2 )); chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1600,$(( rows*(1560/$2)*142/100 + rows*8 )) --screenshot=$1_sheet.png $1.html >/dev/null 2>&1; ls -la $1_sheet.png
