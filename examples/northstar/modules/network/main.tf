# A network as a module of the platform team: address ranges are planned, never typed twice.

variable "name" {
  type = string
}

variable "cidr" {
  type = string
}

variable "zones" {
  type = list(string)
}

resource "terraform_data" "vpc" {
  input = {
    name = var.name
    cidr = var.cidr
  }
}

resource "terraform_data" "subnet" {
  for_each = { for index, zone in var.zones : zone => cidrsubnet(var.cidr, 4, index) }

  input = {
    vpc  = terraform_data.vpc.output.name
    zone = each.key
    cidr = each.value
  }
}

output "subnets" {
  value = { for zone, subnet in terraform_data.subnet : zone => subnet.output.cidr }
}
