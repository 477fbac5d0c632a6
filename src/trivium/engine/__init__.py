"""The façade `Engine` and the shell around the kernel: commands, jobs, timers, deployments."""
