package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the configuration of a stack and of every local module that it reaches, and holds it against a policy, before
 * {@code init} runs. Nothing is executed, evaluated or downloaded. What cannot be read is a finding; the scan passes only
 * if there is none.
 */
public final class ConfigurationScan {
    private static final String DOING = "scanning the configuration";

    private ConfigurationScan() {}

    /**
     * Scans a stack.
     *
     * @param root root of the checkout; nothing outside of it is read
     * @param directory directory of the stack, relative to the root
     * @throws IacException of kind BAD_INPUT if there is no such directory inside the root, TOOL_FAILED if the disk
     *     cannot be read
     */
    public static ScanResult scan(Path root, String directory, ScanPolicy policy) {
        return scan(root, directory, policy, true);
    }

    /** The same without test files: the tool reads them where it runs, not in a module that is called. */
    static ScanResult scanModule(Path root, String directory, ScanPolicy policy) {
        return scan(root, directory, policy, false);
    }

    private static ScanResult scan(Path root, String directory, ScanPolicy policy, boolean tests) {
        try {
            SourceTree tree = new SourceTree(root);
            Optional<Path> module = tree.inside(tree.root(), directory).filter(Files::isDirectory);
            if (module.isEmpty()) {
                throw IacException.badInput(
                        DOING,
                        directory,
                        "no directory of that name in the checkout",
                        "a directory",
                        "check the stack's directory in the catalog");
            }
            Scan scan = new Scan(tree, module.get(), policy);
            scan.enqueue(module.get());
            int modules = 0;
            for (Path next = scan.nextModule(); next != null; next = scan.nextModule()) {
                if (++modules > ScanLimits.DIRECTORIES) {
                    scan.report(
                            tree.name(next), 1, ScanRule.SYNTAX, "more than " + ScanLimits.DIRECTORIES + " modules");
                    break;
                }
                module(scan, next, tests);
            }
            for (Path next = scan.nextTemplate(); next != null; next = scan.nextTemplate()) {
                template(scan, next);
            }
            return scan.result();
        } catch (IOException e) {
            throw IacException.toolFailed(DOING, directory, e.toString(), "files that can be read", "check the disk");
        }
    }

    private static void module(Scan scan, Path directory, boolean tests) throws IOException {
        if (!Files.isDirectory(directory)) {
            scan.report(scan.tree().name(directory), 1, ScanRule.MODULE, "a module's directory that does not exist");
            return;
        }
        scan.localModule(directory);
        ModuleScan module = new ModuleScan(scan, directory);
        for (ConfigurationFile file : ConfigurationFile.of(directory, tests && directory.equals(scan.rootModule()))) {
            if (!tests && file.isTest()) {
                continue;
            }
            String name = scan.tree().name(file.path());
            if (!file.ordinary()) {
                scan.report(
                        name, 1, ScanRule.FILE_KIND, "a kind of file that is not read here; only plain .tf files are");
            }
            try {
                byte[] bytes = read(scan, file.path());
                module.file(file, file.json() ? JsonReader.read(bytes) : HclReader.read(bytes));
            } catch (SyntaxException e) {
                scan.report(name, e.line(), ScanRule.SYNTAX, e.getMessage());
            }
        }
        module.finish();
    }

    private static void template(Scan scan, Path file) throws IOException {
        String name = scan.tree().name(file);
        if (!Files.exists(file)) {
            return;
        }
        try {
            Node.Template template = HclReader.readTemplate(Lexer.decode(read(scan, file)), 1);
            scan.functions(name, List.of(template), null, line -> {});
        } catch (SyntaxException e) {
            scan.report(name, e.line(), ScanRule.SYNTAX, e.getMessage());
        }
    }

    /** The bytes of a file whose links, if it is one, end inside the checkout. */
    private static byte[] read(Scan scan, Path file) throws IOException, SyntaxException {
        scan.readFile(scan.tree().name(file));
        if (scan.filesRead() > ScanLimits.FILES) {
            throw new SyntaxException(1, "more than " + ScanLimits.FILES + " files");
        }
        if (scan.tree().inside(file, "").isEmpty() || !Files.isRegularFile(file)) {
            throw new SyntaxException(1, "no file inside the checkout");
        }
        long size = Files.size(file);
        if (size > ScanLimits.FILE_BYTES || scan.countBytes(size) > ScanLimits.TOTAL_BYTES) {
            throw new SyntaxException(
                    1, "more than " + ScanLimits.FILE_BYTES + " bytes, or " + ScanLimits.TOTAL_BYTES + " in all files");
        }
        return Files.readAllBytes(file);
    }
}
