#!/bin/sh
# Nothing in the program can write to a controller (GB/T 42616): reads_only.sh SOURCE_ROOT MODBUS_LIBRARY
set -u
root=$1
library=$2
failed=0

if grep -rnE 'modbus_(write_(bit|register|and)|mask_write|send_raw|report_slave)' \
    --include='*.?pp' "$root/agent" "$root/drivers" "$root/protocols"; then
  echo "these lines name a function that could write to a controller: only reading is allowed"
  failed=1
fi

# What leaves the machine on a bus leaves through Line::send, and Master hands it read requests only.
senders=$(cd "$root/protocols/modbus" && grep -lE '::(send|write|writev|sendto|sendmsg) ?\(|line_\.send\(' ./*.cpp | sort | tr '\n' ' ')
if [ "$senders" != "./line.cpp ./master.cpp " ]; then
  echo "bytes are sent in $senders: only line.cpp and master.cpp may"
  failed=1
fi

for symbol in $(nm -C "$library" | awk '$1 == "U" && $2 ~ /^modbus_/ { print $2 }' | sort -u); do
  case $symbol in
    modbus_new_rtu | modbus_new_tcp_pi | modbus_connect | modbus_close | modbus_free | modbus_flush) ;;
    modbus_get_socket | modbus_set_response_timeout | modbus_strerror) ;;
    *)
      echo "$library refers to $symbol, which is not among those that open and close a line"
      failed=1
      ;;
  esac
done
exit $failed
