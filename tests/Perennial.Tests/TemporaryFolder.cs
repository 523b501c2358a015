using System.Runtime.CompilerServices;

namespace Perennial.Tests;

/// <summary>Where tests keep their stores: in memory where there is room for them, as nothing of them has to outlive a
/// power cut. Whoever sets TMPDIR says otherwise.</summary>
static class TemporaryFolder
{
    const string Variable = "TMPDIR", Memory = "/dev/shm";

    const long Enough = 4L << 30;

    [ModuleInitializer]
    internal static void Choose()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null && Directory.Exists(Memory)
            && new DriveInfo(Memory).AvailableFreeSpace > Enough)
            Environment.SetEnvironmentVariable(Variable, Memory);
    }
}
