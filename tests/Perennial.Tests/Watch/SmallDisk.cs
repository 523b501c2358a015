using System.Diagnostics;

namespace Perennial.Tests.Watch;

/// <summary>A disk of a few megabytes that can be filled: in memory, mounted for one test.</summary>
sealed class SmallDisk : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perennial-disk-");

    public string Folder => folder.FullName;

    string Filler => Path.Combine(Folder, "filler");

    /// <summary>Mounts one; the test is skipped for who may not.</summary>
    public static SmallDisk Mount(int megabytes = 8)
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root mounts disks.");
        var disk = new SmallDisk();
        var isMounted = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "perennial-tests", disk.Folder);
        if (!isMounted) disk.folder.Delete();
        Assert.SkipUnless(isMounted, "Disks cannot be mounted here.");
        return disk;
    }

    /// <summary>Leaves no room.</summary>
    public void Fill()
    {
        try
        {
            using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, 0);
            while (true) filler.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Takes out what <see cref="Fill"/> put in.</summary>
    public void Empty() => File.Delete(Filler);

    static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    public void Dispose()
    {
        Run("umount", "--lazy", Folder);
        folder.Delete();
    }
}
