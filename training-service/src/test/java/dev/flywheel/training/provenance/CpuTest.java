package dev.flywheel.training.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpuTest {

    @Test
    void namesTheFirstProcessor() {
        List<String> lines =
                """
                processor\t: 0
                vendor_id\t: AuthenticAMD
                cpu family\t: 25
                model\t\t: 17
                model name\t: AMD EPYC

                processor\t: 1
                model name\t: Something else
                """
                        .lines()
                        .toList();

        assertThat(Cpu.ofCpuInfo(lines)).contains("AMD EPYC (family 25, model 17)");
    }

    @Test
    void namesAnArmProcessorByItsCodes() {
        assertThat(Cpu.ofCpuInfo(List.of("CPU implementer\t: 0x41", "CPU part\t: 0xd0c")))
                .contains("ARM implementer 0x41, part 0xd0c");
    }

    @Test
    void admitsThatItDoesNotKnow() {
        assertThat(Cpu.ofCpuInfo(List.of("machine: s390x"))).isEmpty();
        assertThat(Cpu.ofThisMachine()).isNotBlank();
    }
}
