#!/bin/bash
# The first process of the node's own mount and pid namespaces: when it ends, every container, shim
# and mount ends with it. What it mounts is seen by nobody outside.
# node-init.sh STATE RUN KUBELET_FOLDER DEBIAN_FOLDER NODE_NAME
set -eu
umask 022
state=$1 run=$2 kubelet=$3 debian=$4 name=$5

# Short names for our folders, whatever they are called outside; then /run, /var/lib and /var/log
# become empty ones, because some paths below them are compiled into kubelet and containerd.
mount -t tmpfs -o mode=711 tmpfs /mnt
mkdir /mnt/state /mnt/run /mnt/kubelet /mnt/debian
mount --bind "$state" /mnt/state
mount --bind "$run" /mnt/run
mount --bind "$kubelet" /mnt/kubelet
mount --bind "$debian" /mnt/debian
cd /
for folder in /run /var/lib /var/log; do mount -t tmpfs -o mode=755 tmpfs "$folder"; done
mkdir -p /run/containerd /var/lib/kubelet /var/lib/cni /var/log/containers
chmod 755 /mnt/state/kubelet /mnt/state/podlogs
mount --bind /mnt/state/kubelet /var/lib/kubelet

# The kubelet insists on these values: its own /proc shows them, the machine keeps what it has.
mkdir -p /run/sysctl
fake() {
  [ -e "$2" ] && [ "$(cat "$2")" != "$1" ] || return 0
  echo "$1" >"/run/sysctl/${2##*/}"
  mount --bind "/run/sysctl/${2##*/}" "$2"
}
fake 1 /proc/sys/vm/overcommit_memory
fake 0 /proc/sys/vm/panic_on_oom
fake 10 /proc/sys/kernel/panic
fake 1 /proc/sys/kernel/panic_on_oops
fake 1000000 /proc/sys/kernel/keys/root_maxkeys
fake 25000000 /proc/sys/kernel/keys/root_maxbytes

export PATH=/mnt/debian/usr/bin:/mnt/debian/usr/sbin:$PATH
containerd --config /mnt/state/containerd.toml >>/mnt/state/log/containerd.log 2>&1 &
until [ -S /mnt/run/containerd.sock ] && [ -e /mnt/run/api-ready ]; do sleep 0.05; done
/mnt/kubelet/kubelet --config=/mnt/state/kubelet.yaml --kubeconfig=/mnt/state/kubeconfig/kubelet \
  --hostname-override="$name" --root-dir=/var/lib/kubelet --cert-dir=/var/lib/kubelet/pki \
  >>/mnt/state/log/kubelet.log 2>&1 &
wait -n
echo "containerd or kubelet has ended with code $?"
exit 1
